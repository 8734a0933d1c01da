import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoleChange } from "#shared/member-role/change.ts";
import type { DesiredRole } from "#shared/member-role/desired.ts";
import { differences } from "#shared/member-role/differences.ts";
import type { CurrentRole } from "#shared/member-role/read.ts";
import { orderedSteps, type RoleStep } from "#shared/member-role/steps.ts";
import { lockedTrustPolicy } from "#shared/member-role/trust-policy.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";
import { propertyRuns } from "../../support/property-runs.ts";

/** A role small enough to be decided by hand: who may assume it, and which of five actions it may then do. */
interface ModelRole {
  readonly trusted: readonly string[];
  readonly boundary: string | undefined;
  readonly managed: readonly string[];
  readonly inline: Readonly<Record<string, PolicyDocument>>;
}

const people = ["111111111111", "222222222222"];
const actions = ["s3:A", "s3:B", "s3:C", "s3:D", "s3:E"];

/** What managed policies allow and deny. ReadOnlyAccess and AdministratorAccess are known to deny nothing. */
const managedPolicies: Readonly<Record<string, { allow: readonly string[]; deny: readonly string[] }>> = {
  "arn:aws:iam::aws:policy/ReadOnlyAccess": { allow: ["s3:A", "s3:B"], deny: [] },
  "arn:aws:iam::aws:policy/AdministratorAccess": { allow: actions, deny: [] },
  "arn:aws:iam::111111111111:policy/Custom": { allow: ["s3:C"], deny: ["s3:A"] },
  "arn:aws:iam::111111111111:policy/Quarantine": { allow: [], deny: ["s3:B", "s3:E"] },
  "arn:aws:iam::111111111111:policy/More": { allow: ["s3:D", "s3:E"], deny: [] },
};
const arns = Object.keys(managedPolicies);

function documentOf(allow: readonly string[], deny: readonly string[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      ...(allow.length === 0 ? [] : [{ Effect: "Allow" as const, Action: [...allow], Resource: "*" }]),
      ...(deny.length === 0 ? [] : [{ Effect: "Deny" as const, Action: [...deny], Resource: "*" }]),
    ],
  };
}

function trustOf(trusted: readonly string[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: [...trusted] }, Action: "sts:AssumeRole" }],
  };
}

/** Everything anybody gets by the role, as `person action`. */
function accessOf(role: ModelRole): ReadonlySet<string> {
  const inline = Object.values(role.inline).flatMap(({ Statement }) =>
    Array.isArray(Statement) ? Statement : [Statement],
  );
  const by = (effect: string) => inline.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action ?? []);
  const allowed = new Set([...by("Allow"), ...role.managed.flatMap((arn) => managedPolicies[arn]!.allow)]);
  const denied = new Set([...by("Deny"), ...role.managed.flatMap((arn) => managedPolicies[arn]!.deny)]);
  const bounds = role.boundary === undefined ? actions : managedPolicies[role.boundary]!.allow;
  const effective = actions.filter((action) => allowed.has(action) && !denied.has(action) && bounds.includes(action));
  return new Set(role.trusted.flatMap((person) => effective.map((action) => `${person} ${action}`)));
}

function after(role: ModelRole, step: RoleStep, desired: ModelRole): ModelRole {
  switch (step.kind) {
    case "lock-trust-policy":
      return { ...role, trusted: [] };
    case "update-trust-policy":
      return { ...role, trusted: desired.trusted };
    case "put-permissions-boundary":
    case "delete-permissions-boundary":
      return { ...role, boundary: step.after };
    case "attach-managed-policy":
      return { ...role, managed: [...role.managed, step.after] };
    case "detach-managed-policy":
      return { ...role, managed: role.managed.filter((arn) => arn !== step.before) };
    case "put-inline-policy":
      return { ...role, inline: { ...role.inline, [step.policyName]: step.after } };
    case "delete-inline-policy": {
      const { [step.policyName]: _gone, ...inline } = role.inline;
      return { ...role, inline };
    }
    default:
      return role;
  }
}

const settings = { name: "R", path: "/", description: "", maxSessionDuration: 3600, tags: {} };

function changesBetween(current: ModelRole, desired: ModelRole): readonly RoleChange[] {
  const now: CurrentRole = {
    ...settings,
    trustPolicy: { kind: "document", document: trustOf(current.trusted) },
    permissionsBoundary: current.boundary,
    managedPolicyArns: current.managed,
    inlinePolicies: Object.fromEntries(
      Object.entries(current.inline).map(([name, document]) => [name, { kind: "document" as const, document }]),
    ),
  };
  const then: DesiredRole = {
    ...settings,
    arn: "",
    trustPolicy: trustOf(desired.trusted),
    permissionsBoundary: desired.boundary,
    managedPolicyArns: desired.managed,
    inlinePolicies: desired.inline,
  };
  return differences(now, then);
}

const subset = (of: readonly string[]) => fc.subarray([...of]);
const inlineDocument = fc
  .tuple(subset(actions), subset(actions))
  .filter(([allow, deny]) => allow.length + deny.length > 0)
  .map(([allow, deny]) => documentOf(allow, deny));
const modelRole: fc.Arbitrary<ModelRole> = fc.record({
  trusted: subset(people).filter((trusted) => trusted.length > 0),
  boundary: fc.option(fc.constantFrom(...arns), { nil: undefined }),
  managed: subset(arns),
  inline: fc.dictionary(fc.constantFrom("one", "two", "three"), inlineDocument),
});

test("from any role to any other, no step gives anybody what neither the first nor the last gives", () => {
  fc.assert(
    fc.property(modelRole, modelRole, (current, desired) => {
      const allowed = new Set([...accessOf(current), ...accessOf(desired)]);
      const steps = orderedSteps(changesBetween(current, desired));
      const locked = steps.some(({ kind }) => kind === "lock-trust-policy");
      let role = current;
      for (const step of steps) {
        role = after(role, step, desired);
        for (const access of accessOf(role)) expect(allowed).toContain(access);
      }
      // The lock is undone by whoever applies the steps, where the trust policy was as desired.
      expect(accessOf(locked ? { ...role, trusted: desired.trusted } : role)).toEqual(accessOf(desired));
    }),
    { numRuns: propertyRuns(3000) },
  );
});

describe("the order of steps", () => {
  const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
  const start: ModelRole = { trusted: ["111111111111"], boundary: undefined, managed: [readOnly], inline: {} };

  test("takes what is too much before it lets others in", () => {
    const current = { ...start, trusted: ["222222222222"], managed: [administrator] };

    const kinds = orderedSteps(changesBetween(current, start)).map(({ kind }) => kind);

    expect(kinds).toEqual(["detach-managed-policy", "update-trust-policy", "attach-managed-policy"]);
  });

  test("locks the role while two things are exchanged", () => {
    const current = { ...start, trusted: ["222222222222"], boundary: readOnly };

    const kinds = orderedSteps(changesBetween(current, { ...start, boundary: administrator })).map(({ kind }) => kind);

    expect(kinds).toEqual(["lock-trust-policy", "put-permissions-boundary", "update-trust-policy"]);
  });
});

describe("a change on its own, beside one of the trust policy,", () => {
  const why = "";
  const [allow, deny, both] = [documentOf(["s3:A"], []), documentOf([], ["s3:A"]), documentOf(["s3:A"], ["s3:B"])];
  const trust: RoleChange = { kind: "update-trust-policy", before: "", after: trustOf(["111111111111"]), why };
  const custom = "arn:aws:iam::111111111111:policy/ReadOnlyAccess";
  const hidden = "arn:aws:iam::111111111111:policy/arn:aws:iam::aws:policy/ReadOnlyAccess";

  function durations(before: number, after: number): RoleChange {
    const settingsOf = (maxSessionDuration: number) => ({ description: "", maxSessionDuration });
    return { kind: "update-role", before: settingsOf(before), after: settingsOf(after), why };
  }

  function boundary(before: string | undefined): RoleChange {
    return { kind: "put-permissions-boundary", before, after: arns[0]!, why };
  }

  function attach(after: string): RoleChange {
    return { kind: "attach-managed-policy", before: undefined, after, why };
  }

  function detach(before: string): RoleChange {
    return { kind: "detach-managed-policy", before, after: undefined, why };
  }

  function put(before: PolicyDocument | string | undefined, after: PolicyDocument): RoleChange {
    return { kind: "put-inline-policy", policyName: "one", before, after, why };
  }

  function drop(before: PolicyDocument | string): RoleChange {
    return { kind: "delete-inline-policy", policyName: "one", before, after: undefined, why };
  }

  const first = (change: RoleChange) => [change, trust];
  const last = (change: RoleChange) => [trust, change];
  const locked = (change: RoleChange) => [{ kind: "lock-trust-policy", after: lockedTrustPolicy }, change, trust];

  test.each<[string, RoleChange, (change: RoleChange) => readonly object[]]>([
    ["a tag is first", { kind: "tag-role", before: {}, after: {}, why }, first],
    ["a shorter duration takes", durations(7200, 3600), first],
    ["a longer duration gives", durations(3600, 7200), last],
    ["the same duration, with another description, waits", durations(3600, 3600), last],
    ["a boundary where none was takes", boundary(undefined), first],
    ["another boundary swaps", boundary(arns[1]!), locked],
    [
      "no boundary any more gives",
      { kind: "delete-permissions-boundary", before: arns[0]!, after: undefined, why },
      last,
    ],
    ["a policy known to deny nothing gives", attach("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"), last],
    ["it does in any partition", attach("arn:aws-us-gov:iam::aws:policy/SecurityAudit"), last],
    ["any other policy may deny, and swaps", attach("arn:aws:iam::aws:policy/AWSDenyAll"), locked],
    ["so may an account's own policy of a known name", attach(custom), locked],
    ["and one that has a known ARN for its path", attach(hidden), locked],
    ["and one whose name only begins like a known one", attach("arn:aws:iam::aws:policy/ReadOnlyAccessMore"), locked],
    ["a policy known to deny nothing, detached, takes", detach("arn:aws:iam::aws:policy/PowerUserAccess"), first],
    ["any other policy detached swaps", detach(custom), locked],
    ["a new inline policy that allows gives", put(undefined, allow), last],
    ["a new inline policy that denies takes", put(undefined, deny), first],
    ["a new inline policy that does both swaps", put(undefined, both), locked],
    ["another inline policy instead swaps", put(allow, allow), locked],
    ["so does one instead of what could not be read", put("", allow), locked],
    ["an inline policy that allowed, gone, takes", drop(allow), first],
    ["an inline policy that denied, gone, gives", drop(deny), last],
    ["an inline policy that did both, gone, swaps", drop(both), locked],
    ["so does one that could not be read", drop(""), locked],
  ])("%s", (_what, change, expected) => {
    for (const changes of [
      [change, trust],
      [trust, change],
    ]) {
      expect(orderedSteps(changes)).toEqual(expected(change));
    }
  });
});
