import { DeleteRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import type { AwsClients } from "#shared/aws/clients.ts";
import { enterAccount } from "#shared/aws/enter-account.ts";
import { ownershipTagKey } from "#shared/config/schema.ts";
import { type Deployment, owner } from "#shared/deployment.ts";
import type { Mode, Outcome } from "#shared/outcome.ts";
import { documentOrText } from "#shared/policy-document/read-document.ts";
import { notOursRemedy } from "#shared/remedies.ts";
import { failed, unreachable } from "#shared/unfinished-outcomes.ts";
import { applyRoleChanges } from "./apply.ts";
import type { RoleChange } from "./change.ts";
import { type DesiredRole, desiredRole } from "./desired.ts";
import { type CurrentRole, readRole } from "./read.ts";
import { removalSessionPolicy } from "./session-policy.ts";

/** What is done to a role before it can be deleted, and its deletion. */
type RoleRemoval =
  | Extract<RoleChange, { kind: "detach-managed-policy" | "delete-inline-policy" }>
  | { readonly kind: "delete-role"; readonly before: string; readonly after: undefined; readonly why: string };

/** What happened to the member role of an account that is to have none. */
export type RemovalOutcome =
  | { readonly status: "absent" }
  | { readonly status: "removed" | "planned"; readonly changes: readonly RoleRemoval[] }
  | { readonly status: "conflict"; readonly reason: "not-ours"; readonly remedy: string }
  | Extract<Outcome<RoleRemoval>, { status: "unreachable" | "failed" }>;

/**
 * Takes the member role out of one account, if it carries our tag; a role of somebody else's, or of another stage, stays.
 * Never throws for what AWS answers; that is the outcome.
 */
export async function removeMemberRole(
  accountId: string,
  mode: Mode,
  deployment: Deployment,
  services: Pick<AwsClients, "sts" | "iam">,
): Promise<RemovalOutcome> {
  const applied: RoleRemoval[] = [];
  try {
    const sessionPolicy = removalSessionPolicy(deployment.config, { partition: deployment.partition, accountId }, mode);
    const entry = await enterAccount(accountId, sessionPolicy, deployment, services);
    if (entry.kind === "unreachable") return unreachable(accountId, entry.attempts, deployment);
    const iam = services.iam(entry.credentials);
    const desired = desiredRole(deployment, accountId);
    const role = await readRole(iam, desired);
    if (role === undefined) return { status: "absent" };
    if (role.tags[ownershipTagKey] !== owner(deployment.stage)) {
      return { status: "conflict", reason: "not-ours", remedy: notOursRemedy(role.name, accountId) };
    }
    const changes = removalsOf(role);
    if (mode === "plan") return { status: "planned", changes };
    await applyRemovals(iam, changes, desired, (change) => applied.push(change));
    return { status: "removed", changes };
  } catch (error) {
    return failed(error, applied);
  }
}

const why = "the role is to be removed";

function removalsOf({ name, managedPolicyArns, inlinePolicies }: CurrentRole): readonly RoleRemoval[] {
  return [
    ...managedPolicyArns.map((before): RoleRemoval => {
      return { kind: "detach-managed-policy", before, after: undefined, why };
    }),
    ...Object.entries(inlinePolicies).map(([policyName, document]): RoleRemoval => {
      return { kind: "delete-inline-policy", policyName, before: documentOrText(document), after: undefined, why };
    }),
    { kind: "delete-role", before: name, after: undefined, why },
  ];
}

/** What the role gives is taken in the order of a repair, so that it is never wider on the way. */
async function applyRemovals(
  iam: IAMClient,
  changes: readonly RoleRemoval[],
  desired: DesiredRole,
  done: (change: RoleRemoval) => void,
): Promise<void> {
  const policies = changes.filter((change) => change.kind !== "delete-role");
  await applyRoleChanges(iam, desired, policies, (change) => {
    if (change.kind === "detach-managed-policy" || change.kind === "delete-inline-policy") done(change);
  });
  await iam.send(new DeleteRoleCommand({ RoleName: desired.name }));
}
