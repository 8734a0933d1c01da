import {
  AttachRolePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { administratorOf } from "../../support/clients.ts";
import {
  accounts,
  callsOf,
  RoleName,
  readOnlyAccess,
  reconcile,
  roleIn,
  sandbox,
  withSandboxPerTest,
} from "../../support/member-role.ts";

withSandboxPerTest();

describe("a role of ours that was changed by hand is repaired", () => {
  type Drift = (iam: Awaited<ReturnType<typeof administratorOf>>) => Promise<unknown>;
  const everybody = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: accounts.source }, Action: "sts:AssumeRole" }],
  });
  const role = { permissions: "ReadOnlyMetadata", permissionsBoundary: readOnlyAccess, tags: { owner: "security" } };

  test.each<[string, string[], Drift]>([
    [
      "its trust policy widened",
      ["update-trust-policy"],
      (iam) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: everybody })),
    ],
    [
      "a policy detached",
      ["attach-managed-policy"],
      (iam) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: readOnlyAccess })),
    ],
    [
      "a policy too many",
      ["detach-managed-policy"],
      (iam) =>
        iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })),
    ],
    [
      "an inline policy changed",
      ["put-inline-policy"],
      (iam) =>
        iam.send(
          new PutRolePolicyCommand({
            RoleName,
            PolicyName: "DenyDataReads",
            PolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
          }),
        ),
    ],
    [
      "an inline policy too many",
      ["delete-inline-policy"],
      (iam) =>
        iam.send(
          new PutRolePolicyCommand({
            RoleName,
            PolicyName: "Extra",
            PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
          }),
        ),
    ],
    [
      "its boundary removed",
      ["put-permissions-boundary"],
      (iam) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
    ],
    ["a tag of ours removed", ["tag-role"], (iam) => iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["owner"] }))],
    [
      "its duration and description changed",
      ["update-role"],
      (iam) => iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 43200, Description: "mine" })),
    ],
  ])("%s", async (_name, kinds, drift) => {
    await reconcile(accounts.production, { role });
    await drift(await administratorOf(sandbox(), accounts.production));

    const outcome = await reconcile(accounts.production, { role });

    expect(outcome).toMatchObject({ status: "repaired" });
    expect("changes" in outcome && outcome.changes.map(({ kind }) => kind)).toEqual(kinds);
    expect(await reconcile(accounts.production, { role })).toEqual({ status: "in-sync" });
  });

  test("a description that was deleted", async () => {
    await reconcile(accounts.production);
    roleIn(accounts.production).description = "";

    expect(await reconcile(accounts.production)).toMatchObject({
      status: "repaired",
      changes: [{ kind: "update-role", before: { description: "", maxSessionDuration: 3600 } }],
    });
  });

  test("a boundary where none is configured", async () => {
    await reconcile(accounts.production);
    roleIn(accounts.production).permissionsBoundary = readOnlyAccess;

    const calls = await callsOf(() => reconcile(accounts.production));

    expect(calls.filter(isWrite).map(({ action }) => action)).toEqual(["DeleteRolePermissionsBoundary"]);
    expect(await reconcile(accounts.production)).toEqual({ status: "in-sync" });
  });

  test("its trust policy and boundary, locked meanwhile, and opened once", async () => {
    await reconcile(accounts.production, { role });
    Object.assign(roleIn(accounts.production), {
      trustPolicy: everybody,
      permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess",
    });

    const calls = await callsOf(async () => {
      const outcome = await reconcile(accounts.production, { role });
      expect("changes" in outcome && outcome.changes.map(({ kind }) => kind)).toEqual([
        "put-permissions-boundary",
        "update-trust-policy",
      ]);
    });

    expect(calls.filter(isWrite).map(({ action }) => action)).toEqual([
      "UpdateAssumeRolePolicy",
      "PutRolePermissionsBoundary",
      "UpdateAssumeRolePolicy",
    ]);
    expect(await reconcile(accounts.production, { role })).toEqual({ status: "in-sync" });
  });

  test("a trust policy that names a principal which was deleted", async () => {
    await reconcile(accounts.production);
    roleIn(accounts.production).trustPolicy = everybody.replace(accounts.source, "AROAGONEGONEGONEGONE");

    const outcome = await reconcile(accounts.production);

    expect(outcome).toMatchObject({ status: "repaired" });
    expect("changes" in outcome && outcome.changes[0]?.why).toContain("AROAGONEGONEGONEGONE");
  });

  test("a trust policy that is no JSON", async () => {
    await reconcile(accounts.production);
    roleIn(accounts.production).trustPolicy = "not json";

    expect(await reconcile(accounts.production)).toMatchObject({ status: "repaired" });
    expect(await reconcile(accounts.production)).toEqual({ status: "in-sync" });
  });

  test("a role left half made", async () => {
    await reconcile(accounts.production);
    roleIn(accounts.production).attached.length = 0;

    expect(await reconcile(accounts.production)).toMatchObject({ status: "repaired" });
  });

  test("but only reported where drift is to be reported", async () => {
    await reconcile(accounts.production);
    roleIn(accounts.production).attached.length = 0;

    const calls = await callsOf(async () => {
      expect(await reconcile(accounts.production, { drift: "report" })).toMatchObject({ status: "drifted" });
    });

    expect(calls.filter(isWrite)).toEqual([]);
  });
});
