import { ownershipTagKey } from "#shared/config/schema.ts";
import type { ConflictReason } from "#shared/outcome.ts";
import type { RoleChange } from "./change.ts";
import type { DesiredRole } from "./desired.ts";
import { differences } from "./differences.ts";
import type { CurrentRole } from "./read.ts";

/** What to do about one member role: a value that is printed, applied and asserted alike. */
export type RolePlan =
  | { readonly kind: "nothing" }
  | { readonly kind: "create" | "repair"; readonly changes: readonly RoleChange[] }
  | { readonly kind: "conflict"; readonly reason: ConflictReason; readonly changes: readonly RoleChange[] };

export function planRole(
  current: CurrentRole | undefined,
  desired: DesiredRole,
  existingRole: "refuse" | "adopt",
): RolePlan {
  if (current === undefined) return { kind: "create", changes: creation(desired) };
  if (current.name !== desired.name) return { kind: "conflict", reason: "different-case", changes: [] };
  if (current.path !== desired.path) return { kind: "conflict", reason: "different-path", changes: [] };
  const changes = differences(current, desired);
  if (changes.length === 0) return { kind: "nothing" };
  const owner = current.tags[ownershipTagKey];
  if (owner === desired.tags[ownershipTagKey]) return { kind: "repair", changes };
  // Another stage's role is never taken, not even by adoption: the two would undo each other forever.
  if (owner !== undefined) return { kind: "conflict", reason: "other-stage-owns-role", changes };
  const onlyTags = changes.every(({ kind }) => kind === "tag-role");
  if (onlyTags || existingRole === "adopt") return { kind: "repair", changes };
  return { kind: "conflict", reason: "unmanaged-role-differs", changes };
}

function creation(desired: DesiredRole): readonly RoleChange[] {
  const why = "the role does not exist";
  return [
    { kind: "create-role", before: undefined, after: desired, why },
    ...desired.managedPolicyArns.map((after): RoleChange => {
      return { kind: "attach-managed-policy", before: undefined, after, why };
    }),
    ...Object.entries(desired.inlinePolicies).map(([policyName, after]): RoleChange => {
      return { kind: "put-inline-policy", policyName, before: undefined, after, why };
    }),
  ];
}
