import {
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { limitExceeded } from "#sandbox/aws-error.ts";
import { isWrite } from "#sandbox/http/request-log.ts";
import { newRole } from "#sandbox/iam/roles.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import type { ManagedPolicy } from "#sandbox/world.ts";
import type { Mode } from "#shared/outcome.ts";
import { reconcileSourcePolicy } from "#shared/source-policy/reconcile.ts";
import { administratorOf } from "../../support/clients.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";
import { addManagedPolicy } from "../../support/managed-policy.ts";

const { accounts, organizationId } = fakeOrganization;
const policyName = "CloudQueryCrossAccountReadOnlyAccess";
const policyArn = `arn:aws:iam::${accounts.source}:policy/${policyName}`;
const anyAccount = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/CrossAccountReadOnlyRole" }],
};

let running: InProcess;
let administrator: IAMClient;

async function restart(options: Parameters<typeof startInProcess>[0] = {}) {
  running = await startInProcess(options);
  administrator = await administratorOf(running.sandbox, accounts.source);
}

beforeEach(() => restart());
afterEach(() => running.sandbox.close());

interface SourceInput {
  readonly scope?: string;
  readonly principals?: readonly string[];
  readonly trust?: string;
  readonly mode?: Mode;
  readonly more?: Record<string, unknown>;
}

async function sync({
  scope = "organization",
  principals = ["role/CloudQuery"],
  trust = "principals",
  mode = "apply",
  more = {},
}: SourceInput = {}) {
  const source = { accountId: accounts.source, principals, trust, policy: { scope } };
  return reconcileSourcePolicy(mode, deploymentOf({ source, ...more }), running.aws);
}

function policies(): readonly ManagedPolicy[] {
  return [...running.sandbox.world.accounts.get(accounts.source)!.policies.values()];
}

function documentOf(policy: ManagedPolicy | undefined) {
  return JSON.parse(policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document ?? "{}");
}

function attachedTo(role = "cloudquery"): readonly string[] {
  return running.sandbox.world.accounts.get(accounts.source)!.roles.get(role)!.attached;
}

async function writesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = running.sandbox.requests.length;
  await work();
  return running.sandbox.requests
    .since(before)
    .filter(isWrite)
    .map(({ action }) => action);
}

describe("scope organization", () => {
  test("makes one short policy for the whole organization, attached to the principals, and then writes no more", async () => {
    expect(await sync()).toMatchObject({ status: "created", findings: [] });

    expect(policies().map(({ name }) => name)).toEqual([policyName]);
    expect(documentOf(policies()[0]).Statement[0].Condition).toEqual({
      StringEquals: { "aws:ResourceOrgID": organizationId },
    });
    expect(JSON.stringify(documentOf(policies()[0])).length).toBeLessThan(230);
    expect(attachedTo()).toEqual([policyArn]);
    expect(policies()[0]?.description).toBe("Lets the source principals assume the member role, kept by assumable.");
    expect(await writesOf(async () => expect(await sync()).toEqual({ status: "in-sync", findings: [] }))).toEqual([]);
  });

  test("asks neither for accounts nor for quotas, nor for other policies or principals that hold the policy", async () => {
    await sync();
    const { world } = running.sandbox;
    addManagedPolicy(world, accounts.source, "Other", { Effect: "Allow", Action: "*", Resource: "*" });
    const tags = { "assumable:managed-by": "assumable/prod" };
    addManagedPolicy(world, accounts.source, `${policyName}-2`, { Effect: "Deny", Action: "*", Resource: "*" }, tags);
    // A policy of a shard's name under another path is none of ours.
    Object.assign(policies().at(-1)!, { path: "/else/" });
    const before = running.sandbox.requests.length;

    await sync();

    expect(
      running.sandbox.requests
        .since(before)
        .map(({ action }) => action)
        .toSorted(),
    ).toEqual(["AssumeRole", "GetPolicy", "GetPolicyVersion", "ListEntitiesForPolicy", "ListPolicies"]);
  });

  test("is only planned for in plan mode", async () => {
    expect(
      await writesOf(async () => expect(await sync({ mode: "plan" })).toMatchObject({ status: "planned" })),
    ).toEqual([]);
  });

  test("is kept with our own credentials where the source account is the management account", async () => {
    const source = { accountId: accounts.management, principals: ["user/Administrator"] };

    expect(await reconcileSourcePolicy("apply", deploymentOf({ source }), running.aws)).toMatchObject({
      status: "created",
    });
    expect(
      running.sandbox.requests.since().map(({ action, accountId }) => accountId === accounts.management && action),
    ).not.toContain("CreateRole");
    expect(running.sandbox.world.accounts.get(accounts.management)!.policies.size).toBe(1);
  });

  test("is repaired when it was edited, or detached", async () => {
    await sync();
    await administrator.send(
      new CreatePolicyVersionCommand({
        PolicyArn: policyArn,
        PolicyDocument: JSON.stringify(anyAccount),
        SetAsDefault: true,
      }),
    );
    await administrator.send(new DetachRolePolicyCommand({ RoleName: "CloudQuery", PolicyArn: policyArn }));

    expect(await sync()).toMatchObject({ status: "repaired" });
    expect(attachedTo()).toEqual([policyArn]);
    expect(await sync()).toEqual({ status: "in-sync", findings: [] });
  });

  test("makes room among the five versions by deleting the oldest that is not in force", async () => {
    await sync();
    const edit = new CreatePolicyVersionCommand({
      PolicyArn: policyArn,
      PolicyDocument: JSON.stringify(anyAccount),
      SetAsDefault: true,
    });
    for (let edits = 0; edits < 4; edits += 1) await administrator.send(edit);

    expect(await sync()).toMatchObject({ status: "repaired" });
    const { Versions: versions } = await administrator.send(new ListPolicyVersionsCommand({ PolicyArn: policyArn }));
    expect(versions?.map(({ VersionId }) => VersionId)).toEqual(["v6", "v5", "v4", "v3", "v2"]);
  });

  test("makes room by the oldest but one where the oldest is in force", async () => {
    await sync();
    const edit = new CreatePolicyVersionCommand({ PolicyArn: policyArn, PolicyDocument: JSON.stringify(anyAccount) });
    for (let edits = 0; edits < 4; edits += 1) await administrator.send(edit);
    const [policy] = policies();
    Object.assign(policy!.versions.find(({ id }) => id === "v1")!, { document: JSON.stringify(anyAccount) });

    expect(await sync()).toMatchObject({ status: "repaired" });
    const { Versions: versions } = await administrator.send(new ListPolicyVersionsCommand({ PolicyArn: policyArn }));
    expect(versions?.map(({ VersionId }) => VersionId)).toEqual(["v6", "v5", "v4", "v3", "v1"]);
  });

  test("has failed where AWS refuses, with what was done before", async () => {
    running.sandbox.setFaults(({ action }) =>
      action === "AttachRolePolicy" ? { kind: "answer", error: limitExceeded("Cannot exceed quota.") } : undefined,
    );

    expect(await sync()).toMatchObject({
      status: "failed",
      code: "LimitExceededException",
      applied: [{ kind: "create-policy" }],
      findings: [],
    });
  });

  test("is only reported where drift is to be reported", async () => {
    await sync();
    await administrator.send(new DetachRolePolicyCommand({ RoleName: "CloudQuery", PolicyArn: policyArn }));

    const writes = await writesOf(async () =>
      expect(await sync({ more: { drift: "report" } })).toMatchObject({ status: "drifted" }),
    );

    expect(writes).toEqual([]);
  });
});

describe("a policy of that name that is somebody else's", () => {
  async function makeByHand(document: unknown) {
    await administrator.send(
      new CreatePolicyCommand({ PolicyName: policyName, PolicyDocument: JSON.stringify(document) }),
    );
  }

  test("is taken over where it already is what we want: the how-to's, in scope any-account", async () => {
    await makeByHand(anyAccount);

    expect(
      await writesOf(async () => expect(await sync({ scope: "any-account" })).toMatchObject({ status: "repaired" })),
    ).toEqual(["TagPolicy", "AttachRolePolicy"]);
  });

  test("is a conflict where it differs", async () => {
    await makeByHand(anyAccount);

    expect(
      await writesOf(async () =>
        expect(await sync()).toEqual({
          status: "conflict",
          reason: "unmanaged-policy-differs",
          changes: [],
          remedy: expect.stringContaining(policyName),
          findings: [],
        }),
      ),
    ).toEqual([]);
  });

  test("is changed where the configuration adopts", async () => {
    await makeByHand(anyAccount);

    expect(await sync({ more: { existingRole: "adopt" } })).toMatchObject({ status: "repaired" });
    expect(await sync()).toEqual({ status: "in-sync", findings: [] });
  });

  test("is never taken from another stage", async () => {
    await makeByHand(anyAccount);
    policies()[0]!.tags.set("assumable:managed-by", "assumable/audit");

    expect(await sync({ more: { existingRole: "adopt" } })).toMatchObject({
      status: "conflict",
      reason: "other-stage-owns-policy",
    });
  });
});

describe("principals", () => {
  test("may be roles, users and groups", async () => {
    await administrator.send(new CreateUserCommand({ UserName: "Auditor" }));
    await administrator.send(new CreateGroupCommand({ GroupName: "Auditors" }));
    const principals = ["role/CloudQuery", "user/Auditor", "group/Auditors"];

    expect(await sync({ principals, trust: "account" })).toMatchObject({ status: "created", findings: [] });

    const source = running.sandbox.world.accounts.get(accounts.source)!;
    expect([source.users.get("auditor")!.attached, source.groups.get("auditors")!.attached]).toEqual([
      [policyArn],
      [policyArn],
    ]);
    expect(await sync({ principals, trust: "account" })).toEqual({ status: "in-sync", findings: [] });
  });

  test("that are missing are reported, the rest is done, and no write is tried for them", async () => {
    const principals = ["role/Gone", "role/CloudQuery"];
    const result = await sync({ principals });

    expect(result).toMatchObject({
      status: "created",
      findings: [
        {
          kind: "missing-principal",
          principal: "role/Gone",
          remedy: `There is no role/Gone in account ${accounts.source}: create it, or take it out of source.principals. The rest is done.`,
        },
      ],
    });
    expect(attachedTo()).toEqual([policyArn]);
    expect(await writesOf(() => sync({ principals }))).toEqual([]);
  });

  test("under another path than configured are reported with the path they have", async () => {
    const result = await sync({ principals: ["role/team/CloudQuery"] });

    expect(result.findings).toEqual([
      {
        kind: "missing-principal",
        principal: "role/team/CloudQuery",
        remedy: `In account ${accounts.source} it is arn:aws:iam::${accounts.source}:role/CloudQuery: write its path in source.principals.`,
      },
    ]);
    expect(attachedTo()).toEqual([]);
  });

  test("of Identity Center are reported with what to put in the permission set, until it is there", async () => {
    const principals = ["role/CloudQuery", "role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Auditor_*"];
    const { world } = running.sandbox;
    const name = "AWSReservedSSO_Auditor_0123456789abcdef";
    const path = "/aws-reserved/sso.amazonaws.com/eu-west-1/";
    const role = newRole(world, accounts.source, { name, path, trustPolicy: '{"Statement":[]}' });
    world.accounts.get(accounts.source)!.roles.set(name.toLowerCase(), role);

    expect((await sync({ principals })).findings).toEqual([
      {
        kind: "identity-center-role",
        principal: principals[1],
        remedy:
          `Only its permission set can change an Identity Center role: add the customer managed policy ${policyName}, ` +
          `path /, to the permission set and provision it to account ${accounts.source}.`,
      },
    ]);

    role.attached.push(policyArn);
    expect(await sync({ principals })).toEqual({ status: "in-sync", findings: [] });
  });

  test("given as a pattern are reported, for a pattern cannot be attached to", async () => {
    const finding = (policies: string) => ({
      kind: "pattern-principal",
      principal: "role/CloudQuery-*",
      remedy: `Attach policy ${policies} (path /) to the roles you mean: a pattern cannot be attached to.`,
    });
    const principals = ["role/CloudQuery-*"];

    expect((await sync({ principals })).findings).toEqual([finding(policyName)]);
    expect((await sync({ principals, scope: "accounts" })).findings).toEqual([
      finding(`${policyName} and its shards ${policyName}-2, …`),
    ]);
  });
});

describe("scope accounts", () => {
  const scope = "accounts";

  test("lists every account in scope, and leaves the suspended one out", async () => {
    expect(await sync({ scope })).toMatchObject({ status: "created" });

    const resources: string[] = documentOf(policies()[0]).Statement[0].Resource;
    expect(resources).toContain(`arn:aws:iam::${accounts.management}:role/CrossAccountReadOnlyRole`);
    expect(resources).toContain(`arn:aws:iam::${accounts.production}:role/CrossAccountReadOnlyRole`);
    expect(resources.join()).not.toContain(accounts.suspended);
    expect(resources).toHaveLength(8);
    expect(await writesOf(() => sync({ scope }))).toEqual([]);
  });

  test("counts nested units", async () => {
    const more = { accounts: { organizationalUnits: { include: [fakeOrganization.units.workloads] } } };
    await sync({ scope, more });

    const resources: string[] = documentOf(policies()[0]).Statement[0].Resource;
    expect(resources).toContain(`arn:aws:iam::${accounts.production}:role/CrossAccountReadOnlyRole`);
    expect(resources.join()).not.toContain(accounts.source);
  });

  test("shards what one policy cannot hold, touches one shard for one account more, and drops an empty one", async () => {
    await running.sandbox.close();
    await restart({ furtherAccounts: 210 });
    expect(await sync({ scope })).toMatchObject({ status: "created" });
    expect(policies().map(({ name }) => name)).toEqual([policyName, `${policyName}-2`, `${policyName}-3`]);
    expect(attachedTo()).toHaveLength(3);

    const { world } = running.sandbox;
    const leaving = documentOf(policies()[2]).Statement[0].Resource.map((arn: string) => arn.split(":")[4]);
    const [joining] = leaving;
    const account = world.accounts.get(joining)!;
    for (const id of leaving) world.accounts.delete(id);
    expect(await writesOf(() => sync({ scope }))).toEqual(["DetachRolePolicy", "DeletePolicy"]);

    const [{ id: gone } = account] = [...world.accounts.values()].filter(({ id }) => id.startsWith("3000"));
    world.accounts.delete(gone);
    expect(await writesOf(() => sync({ scope }))).toEqual(["CreatePolicyVersion"]);

    world.accounts.set(joining, account);
    expect(await writesOf(() => sync({ scope }))).toEqual(["CreatePolicyVersion"]);
  });

  test("gives way to scope organization by growing the first shard before the others go", async () => {
    await running.sandbox.close();
    await restart({ furtherAccounts: 210 });
    await sync({ scope });

    const writes = await writesOf(() => sync());

    expect(writes[0]).toBe("CreatePolicyVersion");
    expect(writes.filter((action) => action === "DeletePolicy")).toHaveLength(2);
    expect(attachedTo()).toEqual([policyArn]);
  });

  test("gives way to scope organization where the first shard is gone, and the reader keeps its accounts", async () => {
    await running.sandbox.close();
    await restart({ furtherAccounts: 210 });
    await sync({ scope });
    await administrator.send(new DetachRolePolicyCommand({ RoleName: "CloudQuery", PolicyArn: policyArn }));
    await administrator.send(new DeletePolicyCommand({ PolicyArn: policyArn }));

    const writes = await writesOf(() => sync());

    expect(writes).toEqual([
      ...["CreatePolicy", "AttachRolePolicy"],
      ...["DetachRolePolicy", "DeletePolicy", "DetachRolePolicy", "DeletePolicy"],
    ]);
    expect(attachedTo()).toEqual([policyArn]);
  });

  test("fills one policy before it makes another", async () => {
    await running.sandbox.close();
    await restart({ furtherAccounts: 104 - 8 });

    await sync({ scope });

    expect(policies().map(({ name }) => name)).toEqual([policyName]);
    expect(documentOf(policies()[0]).Statement[0].Resource).toHaveLength(104);
  });

  test("takes an account for listed by shards of ours alone", async () => {
    const Resource = [`arn:aws:iam::${accounts.production}:role/CrossAccountReadOnlyRole`];
    addManagedPolicy(running.sandbox.world, accounts.source, `${policyName}-2`, {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource,
    });

    expect(await sync({ scope })).toMatchObject({ status: "created" });
    expect(documentOf(policies().find(({ name }) => name === policyName)).Statement[0].Resource).toHaveLength(8);
  });

  test("leaves a pattern to be seen to until what it means holds every shard", async () => {
    await running.sandbox.close();
    await restart({ furtherAccounts: 104 });
    const principals = ["role/CloudQuery", "role/Neigh*"];
    await sync({ scope, principals });
    const { world } = running.sandbox;
    const neighbour = newRole(world, accounts.source, {
      name: "Neighbour",
      path: "/",
      trustPolicy: '{"Statement":[]}',
    });
    world.accounts.get(accounts.source)!.roles.set("neighbour", neighbour);

    neighbour.attached.push(policyArn);
    expect((await sync({ scope, principals })).findings).toMatchObject([{ kind: "pattern-principal" }]);

    neighbour.attached.push(`${policyArn}-2`);
    expect((await sync({ scope, principals })).findings).toEqual([]);
  });

  test("attaches to users and groups as well, each within the quota of its kind", async () => {
    await administrator.send(new CreateUserCommand({ UserName: "Auditor" }));
    await administrator.send(new CreateGroupCommand({ GroupName: "Auditors" }));
    const { users, groups } = running.sandbox.world.accounts.get(accounts.source)!;
    const [user, group] = [users.get("auditor")!, groups.get("auditors")!];
    const fill = (attached: string[], count: number) =>
      attached.splice(0, attached.length, ...Array.from({ length: count }, (_, n) => `arn:aws:iam::aws:policy/P${n}`));
    const principals = ["user/Auditor", "group/Auditors"];
    const all = { scope, principals, trust: "account" };

    fill(user.attached, 20);
    expect(await sync(all)).toMatchObject({
      status: "conflict",
      changes: [],
      remedy: expect.stringContaining("but user/Auditor has room for 0 "),
      findings: [],
    });

    fill(user.attached, 9);
    fill(group.attached, 10);
    expect(await sync(all)).toMatchObject({ remedy: expect.stringContaining("but group/Auditors has room for 0 ") });

    fill(group.attached, 9);
    expect(await sync(all)).toMatchObject({ status: "created" });
    expect([user.attached.at(-1), group.attached.at(-1)]).toEqual([policyArn, policyArn]);
  });

  test("leaves a policy of somebody else's that has a shard's name alone", async () => {
    const foreign = `${policyName}-2`;
    await administrator.send(
      new CreatePolicyCommand({ PolicyName: foreign, PolicyDocument: JSON.stringify(anyAccount) }),
    );

    expect(await sync({ scope })).toMatchObject({ status: "created" });
    expect(policies().map(({ name }) => name)).toContain(foreign);
  });

  test("is refused where the accounts no longer fit what can be attached, with the figures and the way out", async () => {
    const role = running.sandbox.world.accounts.get(accounts.source)!.roles.get("cloudquery")!;
    role.attached.push(...Array.from({ length: 20 }, () => "arn:aws:iam::aws:policy/SecurityAudit"));

    const writes = await writesOf(async () => {
      const result = await sync({ scope });
      expect(result).toMatchObject({ status: "conflict", reason: "capacity-exceeded" });
      expect("remedy" in result && result.remedy).toMatch(
        /1 policies of 104 accounts.*role\/CloudQuery has room for 0.*organization/,
      );
    });

    expect(writes).toEqual([]);
  });

  test("still follows accounts where drift is only reported", async () => {
    await sync({ scope });
    running.sandbox.world.accounts.delete(accounts.staging);

    expect(await sync({ scope, more: { drift: "report" } })).toMatchObject({ status: "repaired" });
  });
});

test("a source account without an access role is unreachable, with the commands that make one", async () => {
  running.sandbox.world.accounts.get(accounts.source)!.roles.delete("organizationaccountaccessrole");

  const result = await sync();

  expect(result).toMatchObject({ status: "unreachable", findings: [] });
  expect("remedy" in result && result.remedy).toContain("aws iam create-role");
});
