import { CreatePolicyVersionCommand, DetachRolePolicyCommand, type IAMClient } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AdjustableClock } from "#sandbox/clock.ts";
import { newRole } from "#sandbox/iam/roles.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf, type Role } from "#sandbox/world.ts";
import type { RunReport } from "#shared/run/report-schema.ts";
import { iamAs, reportOf } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const { accounts } = fakeOrganization;
const day = 86_400_000;
const RoleName = "CrossAccountReadOnlyRole";
const policyName = "CloudQueryCrossAccountReadOnlyAccess";

let sandbox: Sandbox;
let clock: AdjustableClock;

beforeEach(async () => {
  clock = new AdjustableClock();
  // The stack with a boundary, an inline policy and every account listed in the source policy.
  sandbox = await startSandbox({ packageFolder: stacks.ownSource.folder, clock, taskRetryDelay: 1 });
  const source = accountOf(sandbox.world, accounts.management);
  const trustPolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  source.roles.set("auditor", newRole(sandbox.world, source.id, { name: "Auditor", path: "/", trustPolicy }));
  await night();
});

afterEach(() => sandbox.close());

/** A day goes by, and the schedule with it; returns the report of its run. */
async function night(): Promise<RunReport> {
  const before = sandbox.stateMachines.executions.size;
  clock.advance(day);
  await expect.poll(() => sandbox.stateMachines.executions.size).toBe(before + 1);
  await sandbox.idle();
  const execution = [...sandbox.stateMachines.executions.values()].at(-1);
  expect(execution).toMatchObject({ status: "SUCCEEDED", input: "{}" });
  return reportOf(sandbox, execution?.name ?? "");
}

function memberRole(): Role {
  return accountOf(sandbox.world, accounts.production).roles.get(RoleName.toLowerCase())!;
}

/** What can be seen of a role. */
function stateOf({ attached, inline, tags, description, maxSessionDuration, trustPolicy, permissionsBoundary }: Role) {
  return structuredClone({
    attached: attached.toSorted(),
    inline: [...inline].map(([name, document]) => [name, JSON.parse(document)]),
    tags,
    description,
    maxSessionDuration,
    trustPolicy: JSON.parse(trustPolicy),
    permissionsBoundary,
  });
}

const openTrust = (principal: unknown) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });

describe("the nightly run repairs", () => {
  test.each<[string, string, (role: Role) => void]>([
    [
      "a trust policy that was widened",
      "update-trust-policy",
      (role) => {
        role.trustPolicy = openTrust({ AWS: "*" });
      },
    ],
    [
      "a trust policy whose principal was deleted and stands by its id",
      "update-trust-policy",
      (role) => {
        role.trustPolicy = openTrust({ AWS: "AROAEXAMPLEDELETED000" });
      },
    ],
    ["a policy that was detached", "attach-managed-policy", (role) => role.attached.splice(0)],
    [
      "a policy that was attached besides",
      "detach-managed-policy",
      (role) => role.attached.push("arn:aws:iam::aws:policy/AdministratorAccess"),
    ],
    [
      "an inline policy that was changed",
      "put-inline-policy",
      (role) => {
        const [name] = [...role.inline.keys()];
        role.inline.set(name!, '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}');
      },
    ],
    ["an inline policy that was removed", "put-inline-policy", (role) => role.inline.clear()],
    [
      "an inline policy that was added",
      "delete-inline-policy",
      (role) =>
        role.inline.set(
          "more",
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
        ),
    ],
    [
      "a boundary that was removed",
      "put-permissions-boundary",
      (role) => {
        role.permissionsBoundary = undefined;
      },
    ],
    [
      "the session's duration",
      "update-role",
      (role) => {
        role.maxSessionDuration = 43_200;
      },
    ],
    [
      "the description",
      "update-role",
      (role) => {
        role.description = "by hand";
      },
    ],
  ])("%s", async (_what, kind, change) => {
    const before = stateOf(memberRole());
    change(memberRole());
    expect(stateOf(memberRole())).not.toEqual(before);

    const report = await night();

    expect(stateOf(memberRole())).toEqual(before);
    const result = report.accounts.find(({ accountId }) => accountId === accounts.production);
    expect(result?.status).toBe("repaired");
    expect(result?.changes?.map((one) => one.kind)).toContain(kind);
    expect((await night()).totals).toMatchObject({ repaired: 0, created: 0 });
  });

  test("a role that was deleted", async () => {
    accountOf(sandbox.world, accounts.production).roles.delete(RoleName.toLowerCase());

    expect((await night()).totals).toMatchObject({ created: 1 });
    expect(memberRole().name).toBe(RoleName);
  });

  test("the tag that says the role is ours, where the role is as it should be", async () => {
    memberRole().tags.clear();

    expect((await night()).totals).toMatchObject({ repaired: 1 });
    expect([...memberRole().tags]).toEqual([["assumable:managed-by", "assumable/prod"]]);
  });
});

describe("the nightly run repairs the source policy", () => {
  let iam: IAMClient;
  let PolicyArn: string;
  let before: unknown;

  beforeEach(() => {
    iam = iamAs(sandbox, "management");
    PolicyArn = `arn:aws:iam::${accounts.management}:policy/${policyName}`;
    before = document();
  });

  function document(): unknown {
    const policy = accountOf(sandbox.world, accounts.management).policies.get(PolicyArn);
    const version = policy?.versions.find(({ id }) => id === policy.defaultVersionId);
    return JSON.parse(version?.document ?? "null");
  }

  async function edit(times = 1): Promise<void> {
    const anything = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [anything] });
    for (let time = 0; time < times; time += 1) {
      await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
    }
  }

  test("that was edited", async () => {
    await edit();

    expect((await night()).sourcePolicy.status).toBe("repaired");
    expect(document()).toEqual(before);
  });

  test("that was edited until it had all the versions there can be", async () => {
    await edit(4);

    expect((await night()).sourcePolicy.status).toBe("repaired");
    expect(document()).toEqual(before);
    expect((await night()).sourcePolicy.status).toBe("in-sync");
  });

  test("that was detached", async () => {
    await iam.send(new DetachRolePolicyCommand({ RoleName: "Auditor", PolicyArn }));

    expect((await night()).sourcePolicy.status).toBe("repaired");
    expect(accountOf(sandbox.world, accounts.management).roles.get("auditor")?.attached).toEqual([PolicyArn]);
  });
});
