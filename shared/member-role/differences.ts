import { deadPrincipals } from "#shared/policy-document/dead-principals.ts";
import { equivalent } from "#shared/policy-document/equivalent.ts";
import { documentOrText } from "#shared/policy-document/read-document.ts";
import type { RoleChange, RoleSettings } from "./change.ts";
import type { DesiredRole } from "./desired.ts";
import type { CurrentRole } from "./read.ts";

/** Everything that differs between a role as it is and as it should be, in no order. Path and name are not compared. */
export function differences(current: CurrentRole, desired: DesiredRole): readonly RoleChange[] {
  return [
    ...tagDifferences(current, desired),
    ...trustDifferences(current, desired),
    ...settingDifferences(current, desired),
    ...boundaryDifferences(current, desired),
    ...managedPolicyDifferences(current, desired),
    ...inlinePolicyDifferences(current, desired),
  ];
}

/** Tags of others stay: organizations tag roles for reasons of their own. */
function tagDifferences(current: CurrentRole, desired: DesiredRole): readonly RoleChange[] {
  const after = Object.fromEntries(Object.entries(desired.tags).filter(([key, value]) => current.tags[key] !== value));
  if (Object.keys(after).length === 0) return [];
  const before = Object.fromEntries(Object.entries(current.tags).filter(([key]) => key in after));
  return [{ kind: "tag-role", before, after, why: "tags are missing or differ" }];
}

function trustDifferences(current: CurrentRole, desired: DesiredRole): readonly RoleChange[] {
  const before = documentOrText(current.trustPolicy);
  const after = desired.trustPolicy;
  return equivalent(before, after) ? [] : [{ kind: "update-trust-policy", before, after, why: whyTrust(current) }];
}

function whyTrust({ trustPolicy }: CurrentRole): string {
  if (trustPolicy.kind === "unreadable") return "the trust policy is not a policy document";
  const dead = deadPrincipals(trustPolicy.document);
  if (dead.length === 0) return "the trust policy lets others in than configured";
  return `the trust policy names deleted principals by unique id: ${dead.join(", ")}`;
}

function settingDifferences(current: CurrentRole, desired: DesiredRole): readonly RoleChange[] {
  const before = settingsOf(current);
  const after = settingsOf(desired);
  const differing = [
    before.description === after.description ? [] : ["the description"],
    before.maxSessionDuration === after.maxSessionDuration ? [] : ["the maximum session duration"],
  ].flat();
  if (differing.length === 0) return [];
  const verb = differing.length === 1 ? "differs" : "differ";
  return [{ kind: "update-role", before, after, why: `${differing.join(" and ")} ${verb}` }];
}

function settingsOf({ description, maxSessionDuration }: RoleSettings): RoleSettings {
  return { description, maxSessionDuration };
}

function boundaryDifferences(current: CurrentRole, desired: DesiredRole): readonly RoleChange[] {
  const before = current.permissionsBoundary;
  const after = desired.permissionsBoundary;
  if (before === after) return [];
  if (after !== undefined) {
    return [{ kind: "put-permissions-boundary", before, after, why: "the permissions boundary is missing or differs" }];
  }
  if (before === undefined) return [];
  return [{ kind: "delete-permissions-boundary", before, after, why: "no permissions boundary is configured" }];
}

function managedPolicyDifferences(current: CurrentRole, desired: DesiredRole): readonly RoleChange[] {
  const missing = desired.managedPolicyArns.filter((arn) => !current.managedPolicyArns.includes(arn));
  const extra = current.managedPolicyArns.filter((arn) => !desired.managedPolicyArns.includes(arn));
  return [
    ...missing.map((after): RoleChange => {
      return { kind: "attach-managed-policy", before: undefined, after, why: "a configured policy is not attached" };
    }),
    ...extra.map((before): RoleChange => {
      return { kind: "detach-managed-policy", before, after: undefined, why: "the policy is not configured" };
    }),
  ];
}

function inlinePolicyDifferences(current: CurrentRole, desired: DesiredRole): readonly RoleChange[] {
  const changes: RoleChange[] = [];
  for (const [policyName, after] of Object.entries(desired.inlinePolicies)) {
    const read = current.inlinePolicies[policyName];
    const before = read === undefined ? undefined : documentOrText(read);
    if (equivalent(before, after)) continue;
    changes.push({
      kind: "put-inline-policy",
      policyName,
      before,
      after,
      why: "the inline policy is missing or differs",
    });
  }
  for (const [policyName, read] of Object.entries(current.inlinePolicies)) {
    if (policyName in desired.inlinePolicies) continue;
    const before = documentOrText(read);
    changes.push({
      kind: "delete-inline-policy",
      policyName,
      before,
      after: undefined,
      why: "the inline policy is not configured",
    });
  }
  return changes;
}
