import { AttachRolePolicyCommand, CreateRoleCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { memberTrustPolicy } from "#shared/member-role/trust-policy.ts";
import { administratorOf } from "../../support/clients.ts";
import { deploymentOf } from "../../support/deployment.ts";
import {
  accounts,
  aws,
  callsOf,
  organizationId,
  RoleName,
  readOnlyAccess,
  reconcile,
  roleIn,
  sandbox,
  withSandboxPerTest,
} from "../../support/member-role.ts";

withSandboxPerTest();

describe("a role that is not ours", () => {
  async function makeByHand(accountId: string, trust: unknown) {
    const iam = await administratorOf(sandbox(), accountId);
    const Description = deploymentOf().config.role.description;
    await iam.send(new CreateRoleCommand({ RoleName, Description, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: readOnlyAccess }));
  }

  test("is taken over by its tag alone where it already is what we want", async () => {
    await makeByHand(
      accounts.production,
      memberTrustPolicy(deploymentOf().config, { partition: "aws", organizationId }),
    );

    const calls = await callsOf(async () => {
      expect(await reconcile(accounts.production)).toMatchObject({ status: "repaired" });
    });

    expect(calls.filter(isWrite).map(({ action }) => action)).toEqual(["TagRole"]);
    expect(await reconcile(accounts.production)).toEqual({ status: "in-sync" });
  });

  test("is a conflict where it differs, with what differs and what to do, and is not written to", async () => {
    const calls = await callsOf(async () => {
      const outcome = await reconcile(accounts.foreignRole);
      expect(outcome).toMatchObject({ status: "conflict", reason: "unmanaged-role-differs" });
      expect("remedy" in outcome && outcome.remedy).toContain("existingRole: adopt");
      expect("changes" in outcome && outcome.changes.length).toBeGreaterThan(1);
    });

    expect(calls.filter(isWrite)).toEqual([]);
  });

  test("is changed where the configuration adopts, tag first", async () => {
    const calls = await callsOf(async () => {
      expect(await reconcile(accounts.foreignRole, { existingRole: "adopt" })).toMatchObject({ status: "repaired" });
    });

    expect(calls.find(isWrite)?.action).toBe("TagRole");
    expect(await reconcile(accounts.foreignRole)).toEqual({ status: "in-sync" });
  });

  test("is never taken from another stage, not even by adoption", async () => {
    const iam = await administratorOf(sandbox(), accounts.foreignRole);
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "assumable:managed-by", Value: "assumable/audit" }] }));

    expect(await reconcile(accounts.foreignRole, { existingRole: "adopt" })).toMatchObject({
      status: "conflict",
      reason: "other-stage-owns-role",
    });
  });

  test("is a conflict where it stands under another path, whatever the configuration adopts", async () => {
    expect(await reconcile(accounts.foreignRole, { existingRole: "adopt", role: { path: "/audit/" } })).toMatchObject({
      status: "conflict",
      reason: "different-path",
    });
  });

  test("is a conflict where its name differs by letter case alone", async () => {
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    const deployment = deploymentOf({ existingRole: "adopt", role: { name: "crossaccountreadonlyrole" } });

    const outcome = await reconcileMemberRole(accounts.foreignRole, "apply", deployment, { ...aws(), sleep });

    expect(outcome).toMatchObject({ status: "conflict", reason: "different-case", changes: [] });
    expect(waits).toEqual([0, 1000, 2000, 4000]);
  });
});

describe("an account that cannot be worked in", () => {
  test("is unreachable without an access role, with what was tried and the commands that make one", async () => {
    const outcome = await reconcile(accounts.invited);

    expect(outcome).toMatchObject({
      status: "unreachable",
      attempts: [{ accessRole: "OrganizationAccountAccessRole" }, { accessRole: "AWSControlTowerExecution" }],
    });
    expect("remedy" in outcome && outcome.remedy).toContain(`arn:aws:iam::${accounts.management}:root`);
  });

  test("has failed behind a service control policy, with the API that is denied and the statement to change", async () => {
    const outcome = await reconcile(accounts.quarantined);

    expect(outcome).toMatchObject({ status: "failed", code: "AccessDenied", retryable: false, applied: [] });
    expect("remedy" in outcome && outcome.remedy).toMatch(/service control policy denies iam:\w+.*Deny statement/);
  });

  test("leaves a role that was created locked as it is, trusting nobody, where it failed half-way", async () => {
    const role = { permissions: { managedPolicyArns: ["policy/Missing", "policy/MissingToo"] } };

    expect(await reconcile(accounts.production, { role })).toMatchObject({ status: "failed" });
    expect(JSON.parse(roleIn(accounts.production).trustPolicy).Statement).toEqual([
      { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
    ]);
  });

  test("says what was done before it failed", async () => {
    const permissions = { managedPolicyArns: [readOnlyAccess, "policy/Missing"] };

    const outcome = await reconcile(accounts.production, { role: { permissions } });

    expect(outcome).toMatchObject({ status: "failed", code: "NoSuchEntityException", retryable: true });
    expect("applied" in outcome && outcome.applied.map(({ kind }) => kind)).toContain("create-role");
  });
});
