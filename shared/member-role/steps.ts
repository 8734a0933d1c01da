import type { PolicyDocument } from "#shared/policy-document/document.ts";
import { type DocumentEffect, effectOf } from "#shared/policy-document/effects.ts";
import type { RoleChange } from "./change.ts";
import { lockedTrustPolicy } from "./trust-policy.ts";

/** One step of an ordered application: a change of the plan, or the trust policy that keeps everyone out meanwhile. */
export type RoleStep = RoleChange | { readonly kind: "lock-trust-policy"; readonly after: PolicyDocument };

/**
 * What a change does to the access the role gives: nothing, takes some, gives some, or swaps (takes and gives).
 * The rule and its proof are in docs/adr/0001-never-wider.md.
 */
type AccessEffect = "none" | "takes" | "gives" | "swaps";

/** AWS managed policies known to hold no Deny; any other policy's content is not known, so it may. */
const allowOnlyPolicies =
  /^arn:[\w-]+:iam::aws:policy\/(ReadOnlyAccess|SecurityAudit|job-function\/ViewOnlyAccess|AdministratorAccess|PowerUserAccess)$/;

/**
 * Orders changes so that after every single one the role gives nobody more than it gave before all of them or gives
 * after all of them: first what takes, then at most one swap, then what gives. Two swaps are one too many, for each
 * would meet the other's old half; then nobody may assume the role until all is done.
 */
export function orderedSteps(changes: readonly RoleChange[]): readonly RoleStep[] {
  const of = (effect: AccessEffect) => changes.filter((change) => effectOfChange(change) === effect);
  const [none, takes, swaps, gives] = [of("none"), of("takes"), of("swaps"), of("gives")];
  if (swaps.length < 2) return [...none, ...takes, ...swaps, ...gives];
  const trust = changes.filter(({ kind }) => kind === "update-trust-policy");
  const others = [...takes, ...swaps, ...gives].filter(({ kind }) => kind !== "update-trust-policy");
  return [...none, { kind: "lock-trust-policy", after: lockedTrustPolicy }, ...others, ...trust];
}

function effectOfChange(change: RoleChange): AccessEffect {
  switch (change.kind) {
    case "create-role":
    case "tag-role":
      return "none";
    case "update-trust-policy":
      return "swaps";
    case "update-role":
      return change.after.maxSessionDuration < change.before.maxSessionDuration ? "takes" : "gives";
    case "put-permissions-boundary":
      return change.before === undefined ? "takes" : "swaps";
    case "delete-permissions-boundary":
      return "gives";
    case "attach-managed-policy":
      return allowOnlyPolicies.test(change.after) ? "gives" : "swaps";
    case "detach-managed-policy":
      return allowOnlyPolicies.test(change.before) ? "takes" : "swaps";
    case "put-inline-policy":
      return change.before === undefined ? additionOf(effectOf(change.after)) : "swaps";
    case "delete-inline-policy":
      return typeof change.before === "string" ? "swaps" : removalOf(effectOf(change.before));
  }
}

function additionOf(effect: DocumentEffect): AccessEffect {
  if (effect === "both") return "swaps";
  return effect === "allows" ? "gives" : "takes";
}

function removalOf(effect: DocumentEffect): AccessEffect {
  if (effect === "both") return "swaps";
  return effect === "allows" ? "takes" : "gives";
}
