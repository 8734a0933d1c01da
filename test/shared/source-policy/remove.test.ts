import { AttachGroupPolicyCommand, AttachUserPolicyCommand, CreateGroupCommand } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { limitExceeded } from "#sandbox/aws-error.ts";
import { isWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { accountOf } from "#sandbox/world.ts";
import type { Mode } from "#shared/outcome.ts";
import { reconcileSourcePolicy } from "#shared/source-policy/reconcile.ts";
import { removeSourcePolicy, type SourceRemovalOutcome } from "#shared/source-policy/remove.ts";
import { administratorOf } from "../../support/clients.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";
import { addManagedPolicy } from "../../support/managed-policy.ts";

const { accounts } = fakeOrganization;
const policyName = "CloudQueryCrossAccountReadOnlyAccess";
const why = "the policy is to be removed";

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess({ furtherAccounts: 100 });
});

afterEach(() => running.sandbox.close());

function deployment(stage = "prod") {
  const source = { accountId: accounts.source, principals: ["role/CloudQuery"], policy: { scope: "accounts" } };
  return deploymentOf({ source }, { stage });
}

async function make(): Promise<void> {
  expect(await reconcileSourcePolicy("apply", deployment(), running.aws)).toMatchObject({ status: "created" });
}

function remove(mode: Mode = "apply", stage?: string): Promise<SourceRemovalOutcome> {
  return removeSourcePolicy(mode, deployment(stage), running.aws);
}

function source() {
  return accountOf(running.sandbox.world, accounts.source);
}

async function writesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = running.sandbox.requests.length;
  await work();
  const calls = running.sandbox.requests.since(before);
  return calls.filter(isWrite).map(({ action }) => action);
}

const gone = [policyName, `${policyName}-2`].map((name) => {
  return { kind: "delete-policy", policyName: name, before: expect.anything(), after: undefined, why };
});

describe("a source account that is to have no source policy", () => {
  test("loses the policy and its shards, detached and with all their versions", async () => {
    await make();
    const first = [...source().policies.values()].find(({ name }) => name === policyName)!;
    first.versions.unshift({ ...first.versions[0]!, id: "v0" });

    const writes = await writesOf(async () => expect(await remove()).toEqual({ status: "removed", changes: gone }));

    expect(writes).toEqual([
      ...["DetachRolePolicy", "DeletePolicyVersion", "DeletePolicy"],
      ...["DetachRolePolicy", "DeletePolicy"],
    ]);
    expect(source().policies.size).toBe(0);
    expect(source().roles.get("cloudquery")!.attached).toEqual([]);
    expect(await remove()).toEqual({ status: "absent" });
  });

  test("loses it also where somebody attached it to users and groups", async () => {
    await make();
    const administrator = await administratorOf(running.sandbox, accounts.source);
    const PolicyArn = `arn:aws:iam::${accounts.source}:policy/${policyName}`;
    await administrator.send(new CreateGroupCommand({ GroupName: "Auditors" }));
    await administrator.send(new AttachGroupPolicyCommand({ GroupName: "Auditors", PolicyArn }));
    await administrator.send(new AttachUserPolicyCommand({ UserName: "Intruder", PolicyArn }));

    const writes = await writesOf(async () => expect(await remove()).toMatchObject({ status: "removed" }));

    expect(writes.slice(0, 4)).toEqual(["DetachRolePolicy", "DetachUserPolicy", "DetachGroupPolicy", "DeletePolicy"]);
    expect(source().groups.get("auditors")?.attached).toEqual([]);
    expect(source().users.get("intruder")?.attached).toEqual([]);
  });

  test("is told what would go, and keeps it, where it is only planned", async () => {
    await make();

    const writes = await writesOf(async () =>
      expect(await remove("plan")).toEqual({ status: "planned", changes: gone }),
    );

    expect(writes).toEqual([]);
  });

  test("keeps what somebody else or another stage made", async () => {
    const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
    addManagedPolicy(running.sandbox.world, accounts.source, policyName, statement);
    const tags = { "assumable:managed-by": "assumable/audit" };
    addManagedPolicy(running.sandbox.world, accounts.source, `${policyName}-2`, statement, tags);

    expect(await remove()).toEqual({ status: "absent" });

    expect(source().policies.size).toBe(2);
    expect(await remove("apply", "audit")).toMatchObject({ changes: [{ policyName: `${policyName}-2` }] });
  });

  test("is unreachable without an access role", async () => {
    source().roles.delete("organizationaccountaccessrole");

    expect(await remove()).toMatchObject({ status: "unreachable", reason: "no-access-role-answered" });
  });

  test("has failed where AWS refuses, with what was done before", async () => {
    await make();
    let deletions = 0;
    running.sandbox.setFaults(({ action }) => {
      if (action !== "DeletePolicy") return undefined;
      deletions += 1;
      return deletions === 1 ? undefined : { kind: "answer", error: limitExceeded("Cannot exceed quota.") };
    });

    expect(await remove()).toMatchObject({
      status: "failed",
      code: "LimitExceededException",
      applied: [{ kind: "delete-policy", policyName, why }],
    });
  });
});
