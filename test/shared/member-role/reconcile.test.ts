import { describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { memberTrustPolicy } from "#shared/member-role/trust-policy.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { addManagedPolicy } from "../../support/managed-policy.ts";
import {
  accounts,
  callsOf,
  organizationId,
  readOnlyAccess,
  reconcile,
  restartWithLatency,
  roleIn,
  sandbox,
  withSandboxPerTest,
} from "../../support/member-role.ts";

withSandboxPerTest();

describe("an account without the role", () => {
  test("gets it as the how-to has it, tagged as ours, in six calls", async () => {
    const calls = await callsOf(async () => {
      expect(await reconcile(accounts.production)).toMatchObject({ status: "created" });
    });

    const role = roleIn(accounts.production);
    expect(role.attached).toEqual([readOnlyAccess]);
    expect([...role.tags]).toEqual([["assumable:managed-by", "assumable/prod"]]);
    expect(JSON.parse(role.trustPolicy)).toEqual(
      memberTrustPolicy(deploymentOf().config, { partition: "aws", organizationId }),
    );
    expect(calls.map(({ action }) => action).toSorted()).toEqual([
      "AssumeRole",
      "AttachRolePolicy",
      "CreateRole",
      "GetRole",
      "ListAttachedRolePolicies",
      "ListRolePolicies",
    ]);
  });

  test("gets it through the next access role where the first does not answer", async () => {
    expect(await reconcile(accounts.controlTower)).toMatchObject({ status: "created" });
  });

  test("gets it with our own credentials where it is the management account", async () => {
    const calls = await callsOf(() => reconcile(accounts.management));

    expect(roleIn(accounts.management).attached).toEqual([readOnlyAccess]);
    expect(calls.map(({ action }) => action)).not.toContain("AssumeRole");
  });

  test("is only planned for in plan mode, with a session that could not write", async () => {
    const calls = await callsOf(async () => {
      const outcome = await reconcile(accounts.production, {}, "plan");
      expect(outcome).toMatchObject({ status: "planned" });
      expect("changes" in outcome && outcome.changes.map(({ kind }) => kind)).toEqual([
        "create-role",
        "attach-managed-policy",
      ]);
    });

    expect(calls.filter(isWrite)).toEqual([]);
    expect(
      [...sandbox().world.credentials.values()].some(
        (key) => key.kind === "session" && key.sessionPolicy?.includes("CreateRole"),
      ),
    ).toBe(false);
  });

  test("gets boundary, inline policies, tags, path, duration and external id as configured", async () => {
    const role = {
      path: "/audit/",
      maxSessionDuration: 7200,
      tags: { owner: "security" },
      permissionsBoundary: readOnlyAccess,
      externalId: "shared-secret",
      permissions: "ReadOnlyMetadata",
    };

    expect(await reconcile(accounts.production, { role })).toMatchObject({ status: "created" });
    expect(roleIn(accounts.production)).toMatchObject({
      path: "/audit/",
      maxSessionDuration: 7200,
      permissionsBoundary: readOnlyAccess,
    });
    expect([...roleIn(accounts.production).inline.keys()]).toEqual(["DenyDataReads"]);
    expect(roleIn(accounts.production).trustPolicy).toContain("shared-secret");
    expect(await reconcile(accounts.production, { role })).toEqual({ status: "in-sync" });
  });

  test("is created locked and opened last where two of its policies may deny", async () => {
    const permissions = { managedPolicyArns: ["policy/A", "policy/B"] };
    const deny = { Effect: "Deny", Action: "s3:*", Resource: "*" };
    for (const name of ["A", "B"]) addManagedPolicy(sandbox().world, accounts.production, name, deny);

    const calls = await callsOf(async () => {
      const outcome = await reconcile(accounts.production, { role: { permissions } });
      expect(outcome).toMatchObject({ status: "created" });
      expect("changes" in outcome && outcome.changes.map(({ kind }) => kind)).toEqual([
        "create-role",
        "attach-managed-policy",
        "attach-managed-policy",
      ]);
    });

    const writes = calls.filter(isWrite).map(({ action }) => action);
    expect(writes).toEqual(["CreateRole", "AttachRolePolicy", "AttachRolePolicy", "UpdateAssumeRolePolicy"]);
    expect(await reconcile(accounts.production, { role: { permissions } })).toEqual({ status: "in-sync" });
  });
});

describe("an account whose role is as it should be", () => {
  test("costs four calls in two round trips and no write", async () => {
    await restartWithLatency(200);
    await reconcile(accounts.production);

    const calls = await callsOf(async () => {
      expect(await reconcile(accounts.production)).toEqual({ status: "in-sync" });
    });

    expect(calls.map(({ action }) => action).toSorted()).toEqual([
      "AssumeRole",
      "GetRole",
      "ListAttachedRolePolicies",
      "ListRolePolicies",
    ]);
    expect(calls.filter(isWrite)).toEqual([]);
    const reads = calls.filter(({ service }) => service === "iam");
    const lastStart = Math.max(...reads.map(({ startedAt }) => startedAt));
    const firstEnd = Math.min(...reads.map(({ endedAt }) => endedAt));
    expect(lastStart).toBeLessThan(firstEnd);
  });

  test("costs one call more per configured inline policy, in the same round trip", async () => {
    const role = { permissions: "ReadOnlyMetadata" };
    await reconcile(accounts.production, { role });

    const calls = await callsOf(() => reconcile(accounts.production, { role }));

    expect(calls.map(({ action }) => action).toSorted()).toEqual([
      "AssumeRole",
      "GetRole",
      "GetRolePolicy",
      "ListAttachedRolePolicies",
      "ListRolePolicies",
    ]);
  });
});

test("every session in a member account is narrowed to the member role", async () => {
  const isOurs = ({ kind, sessionName }: { kind: string; sessionName?: string }) =>
    kind === "session" && sessionName === "assumable-prod";
  await reconcile(accounts.production);
  await reconcile(accounts.controlTower);

  const sessions = [...sandbox().world.credentials.values()].filter(isOurs);
  expect(sessions).toHaveLength(2);
  for (const session of sessions) {
    const policy = "sessionPolicy" in session ? session.sessionPolicy : undefined;
    const { Statement: statements } = JSON.parse(policy ?? "{}");
    const resources: string[] = statements.flatMap(({ Resource }: { Resource: string | string[] }) => Resource);
    expect(resources.every((arn) => /:role\/(\*\/)?CrossAccountReadOnlyRole$/.test(arn))).toBe(true);
  }
});

test("two passes at once end in one role and no error", async () => {
  const outcomes = await Promise.all([reconcile(accounts.production), reconcile(accounts.production)]);

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(expect.arrayContaining(["created"]));
  expect(outcomes.every(({ status }) => ["created", "in-sync", "repaired"].includes(status))).toBe(true);
  expect(await reconcile(accounts.production)).toEqual({ status: "in-sync" });
});
