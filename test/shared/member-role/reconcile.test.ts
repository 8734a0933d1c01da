import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import type { Role } from "#sandbox/world.ts";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { memberTrustPolicy } from "#shared/member-role/trust-policy.ts";
import type { Mode } from "#shared/outcome.ts";
import { administratorOf, assume } from "../../support/clients.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";

const { accounts, organizationId } = fakeOrganization;
const readOnlyAccess = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const RoleName = "CrossAccountReadOnlyRole";

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess();
});

afterEach(async () => {
  await running.sandbox.close();
});

async function reconcile(accountId: string, config: Record<string, unknown> = {}, mode: Mode = "apply") {
  return reconcileMemberRole(accountId, mode, deploymentOf(config), running.aws);
}

function roleIn(accountId: string, name = RoleName): Role {
  const role = running.sandbox.world.accounts.get(accountId)?.roles.get(name.toLowerCase());
  if (role === undefined) throw new Error(`no role ${name} in ${accountId}`);
  return role;
}

async function callsOf(work: () => Promise<unknown>) {
  const before = running.sandbox.requests.length;
  await work();
  return running.sandbox.requests.since(before);
}

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
      [...running.sandbox.world.credentials.values()].some(
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
    const { policies } = running.sandbox.world.accounts.get(accounts.production)!;
    for (const name of ["A", "B"]) {
      const arn = `arn:aws:iam::${accounts.production}:policy/${name}`;
      const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}';
      const createdAt = new Date();
      policies.set(arn, {
        arn,
        id: name,
        name,
        path: "/",
        description: "",
        createdAt,
        tags: new Map(),
        versions: [{ id: "v1", document, createdAt }],
        defaultVersionId: "v1",
        versionCount: 1,
      });
    }

    const calls = await callsOf(async () => {
      expect(await reconcile(accounts.production, { role: { permissions } })).toMatchObject({ status: "created" });
    });

    const writes = calls.filter(isWrite).map(({ action }) => action);
    expect(writes).toEqual(["CreateRole", "AttachRolePolicy", "AttachRolePolicy", "UpdateAssumeRolePolicy"]);
    expect(await reconcile(accounts.production, { role: { permissions } })).toEqual({ status: "in-sync" });
  });
});

describe("an account whose role is as it should be", () => {
  test("costs four calls in two round trips and no write", async () => {
    await running.sandbox.close();
    running = await startInProcess({ latency: 200 });
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
    await drift(await administratorOf(running.sandbox, accounts.production));

    const outcome = await reconcile(accounts.production, { role });

    expect(outcome).toMatchObject({ status: "repaired" });
    expect("changes" in outcome && outcome.changes.map(({ kind }) => kind)).toEqual(kinds);
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

describe("a role that is not ours", () => {
  async function makeByHand(accountId: string, trust: unknown) {
    const iam = await administratorOf(running.sandbox, accountId);
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
    const iam = await administratorOf(running.sandbox, accounts.foreignRole);
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
    const role = { name: "crossaccountreadonlyrole" };

    expect(await reconcile(accounts.foreignRole, { existingRole: "adopt", role })).toMatchObject({
      status: "conflict",
      reason: "different-case",
    });
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

test("every session in a member account is narrowed to the member role", async () => {
  const isOurs = ({ kind, sessionName }: { kind: string; sessionName?: string }) =>
    kind === "session" && sessionName === "assumable-prod";
  await reconcile(accounts.production);
  await reconcile(accounts.controlTower);

  const sessions = [...running.sandbox.world.credentials.values()].filter(isOurs);
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

describe("once the role is there", () => {
  beforeEach(async () => {
    await reconcile(accounts.production);
    roleIn(accounts.source, "CloudQuery").inline.set(
      "any",
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}',
    );
  });

  test("the source principal assumes it", async () => {
    await expect(assume(running.sandbox, "source", accounts.production, RoleName)).resolves.toBeDefined();
  });

  test("the source principal still assumes it after it was deleted and made again", async () => {
    const { roles } = running.sandbox.world.accounts.get(accounts.source)!;
    const old = roleIn(accounts.source, "CloudQuery");
    roles.set("cloudquery", { ...old, id: "AROAMADEAGAINMADEAGA" });

    await expect(assume(running.sandbox, "source", accounts.production, RoleName)).resolves.toBeDefined();
  });

  test.each(["outsider", "management"] as const)("the %s does not, whatever its own policies allow", async (who) => {
    await expect(assume(running.sandbox, who, accounts.production, RoleName)).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });
});
