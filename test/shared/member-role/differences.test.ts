import { describe, expect, test } from "vitest";
import { desiredRole } from "#shared/member-role/desired.ts";
import { differences } from "#shared/member-role/differences.ts";
import { planRole } from "#shared/member-role/plan.ts";
import type { CurrentRole } from "#shared/member-role/read.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";
import { deploymentOf } from "../../support/deployment.ts";

const readOnlyAccess = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const desired = desiredRole(
  deploymentOf({ role: { permissions: "ReadOnlyMetadata", tags: { owner: "security" } } }),
  "222222222222",
);
const bounded = { ...desired, permissionsBoundary: readOnlyAccess };
const deny = desired.inlinePolicies["DenyDataReads"]!;

/** The role as desired, but for what a test says. */
function currentRole(more: Partial<CurrentRole> = {}): CurrentRole {
  return {
    ...desired,
    trustPolicy: { kind: "document", document: desired.trustPolicy },
    inlinePolicies: { DenyDataReads: { kind: "document", document: deny } },
    ...more,
  };
}

function trusting(...principals: readonly string[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: [...principals] }, Action: "sts:AssumeRole" }],
  };
}

test("a role that is as desired differs in nothing", () => {
  expect(differences(currentRole(), desired)).toEqual([]);
});

describe("what differs is told with before, after and why", () => {
  const trust = { kind: "update-trust-policy", after: desired.trustPolicy };
  const extra: PolicyDocument = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

  test.each<[string, Partial<CurrentRole>, object]>([
    [
      "tags, and of the role's own only those that are ours to set",
      { tags: { ...desired.tags, owner: "other", team: "theirs" } },
      {
        kind: "tag-role",
        before: { owner: "other" },
        after: { owner: "security" },
        why: "tags are missing or differ",
      },
    ],
    [
      "a trust policy that lets others in",
      { trustPolicy: { kind: "document", document: trusting("333333333333") } },
      { ...trust, before: trusting("333333333333"), why: "the trust policy lets others in than configured" },
    ],
    [
      "a trust policy whose principals were deleted",
      { trustPolicy: { kind: "document", document: trusting("AROAGONE", "333333333333", "AIDAGONE") } },
      {
        ...trust,
        before: trusting("AROAGONE", "333333333333", "AIDAGONE"),
        why: "the trust policy names deleted principals by unique id: AROAGONE, AIDAGONE",
      },
    ],
    [
      "a trust policy that is none",
      { trustPolicy: { kind: "unreadable", text: "{}" } },
      { ...trust, before: "{}", why: "the trust policy is not a policy document" },
    ],
    [
      "a description",
      { description: "mine" },
      {
        kind: "update-role",
        before: { description: "mine", maxSessionDuration: 3600 },
        after: { description: desired.description, maxSessionDuration: 3600 },
        why: "the description differs",
      },
    ],
    [
      "a duration",
      { maxSessionDuration: 7200 },
      {
        kind: "update-role",
        before: { description: desired.description, maxSessionDuration: 7200 },
        after: { description: desired.description, maxSessionDuration: 3600 },
        why: "the maximum session duration differs",
      },
    ],
    [
      "both",
      { description: "mine", maxSessionDuration: 7200 },
      {
        kind: "update-role",
        before: { description: "mine", maxSessionDuration: 7200 },
        after: { description: desired.description, maxSessionDuration: 3600 },
        why: "the description and the maximum session duration differ",
      },
    ],
    [
      "a boundary where none is configured",
      { permissionsBoundary: administrator },
      {
        kind: "delete-permissions-boundary",
        before: administrator,
        after: undefined,
        why: "no permissions boundary is configured",
      },
    ],
    [
      "a policy that is missing",
      { managedPolicyArns: [] },
      {
        kind: "attach-managed-policy",
        before: undefined,
        after: readOnlyAccess,
        why: "a configured policy is not attached",
      },
    ],
    [
      "a policy too many",
      { managedPolicyArns: [readOnlyAccess, administrator] },
      {
        kind: "detach-managed-policy",
        before: administrator,
        after: undefined,
        why: "the policy is not configured",
      },
    ],
    [
      "an inline policy that is missing",
      { inlinePolicies: {} },
      {
        kind: "put-inline-policy",
        policyName: "DenyDataReads",
        before: undefined,
        after: deny,
        why: "the inline policy is missing or differs",
      },
    ],
    [
      "an inline policy that differs",
      { inlinePolicies: { DenyDataReads: { kind: "document", document: extra } } },
      {
        kind: "put-inline-policy",
        policyName: "DenyDataReads",
        before: extra,
        after: deny,
        why: "the inline policy is missing or differs",
      },
    ],
    [
      "an inline policy too many",
      { inlinePolicies: { ...currentRole().inlinePolicies, Extra: { kind: "unreadable", text: "?" } } },
      {
        kind: "delete-inline-policy",
        policyName: "Extra",
        before: "?",
        after: undefined,
        why: "the inline policy is not configured",
      },
    ],
  ])("%s", (_what, current, change) => {
    expect(differences(currentRole(current), desired)).toEqual([change]);
  });

  test.each([
    ["is missing", undefined],
    ["differs", administrator],
  ])("a boundary that %s", (_what, permissionsBoundary) => {
    expect(differences(currentRole({ permissionsBoundary }), bounded)).toEqual([
      {
        kind: "put-permissions-boundary",
        before: permissionsBoundary,
        after: readOnlyAccess,
        why: "the permissions boundary is missing or differs",
      },
    ]);
  });
});

describe("the plan", () => {
  test("creates a role that is not there, with all it is to have", () => {
    const why = "the role does not exist";

    expect(planRole(undefined, desired, "refuse")).toEqual({
      kind: "create",
      changes: [
        { kind: "create-role", before: undefined, after: desired, why },
        { kind: "attach-managed-policy", before: undefined, after: readOnlyAccess, why },
        { kind: "put-inline-policy", policyName: "DenyDataReads", before: undefined, after: deny, why },
      ],
    });
  });

  test.each([
    ["letter case", { name: desired.name.toLowerCase() }, "different-case"],
    ["path", { path: "/other/" }, "different-path"],
  ])("touches no role of another %s", (_what, current, reason) => {
    const differing = { ...current, description: "mine" };

    expect(planRole(currentRole(differing), desired, "adopt")).toEqual({ kind: "conflict", reason, changes: [] });
  });
});
