import { readFileSync } from "node:fs";
import { GetAccountSummaryCommand } from "@aws-sdk/client-iam";
import { afterEach, describe, expect, test } from "vitest";
import { isIamWrite, type RequestRecord } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { addAccessRole } from "#sandbox/organizations/create-account.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import type { RunReport } from "#shared/run/report-schema.ts";
import { assume, iamAs, reportOf, run, startRun } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const { accounts, units } = fakeOrganization;
const reconcileAccounts = "assumable-prod-reconcile-accounts";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: Partial<SandboxOptions> = {}): Promise<void> {
  const { folder: packageFolder } = stacks.standard;
  sandbox = await startSandbox({ packageFolder, retryDelays: [1, 1], taskRetryDelay: 1, ...options });
}

function statuses({ accounts: all }: RunReport): Readonly<Record<string, string>> {
  return Object.fromEntries(all.map(({ accountId, status }) => [accountId, status]));
}

function writesSince(start: number): readonly RequestRecord[] {
  return sandbox.requests.since(start).filter(isIamWrite);
}

function messages() {
  return [...sandbox.topics.values()].flatMap((topic) => topic.messages);
}

describe("a run over the whole organization", () => {
  test("brings every reachable account in sync, and reports each other one with what to do", async () => {
    await start();

    const report = await run(sandbox);

    expect(statuses(report)).toEqual({
      [accounts.management]: "created",
      [accounts.source]: "created",
      [accounts.production]: "created",
      [accounts.staging]: "created",
      [accounts.controlTower]: "created",
      [accounts.suspended]: "skipped",
      [accounts.invited]: "unreachable",
      [accounts.foreignRole]: "conflict",
      [accounts.quarantined]: "failed",
    });
    expect(report.accounts.find(({ accountId }) => accountId === accounts.production)).toMatchObject({
      name: "Production",
      organizationalUnits: [
        { id: units.workloads, name: "Workloads" },
        { id: units.production, name: "Production" },
      ],
      changes: [{ kind: "create-role" }, { kind: "attach-managed-policy" }],
    });
    for (const { status, remedy } of report.accounts) {
      const needsOne = ["unreachable", "conflict", "failed"].includes(status);
      expect(remedy === undefined, `${status}: ${remedy}`).toBe(!needsOne);
    }
    expect(report).toMatchObject({ needPerson: 3, totals: { accounts: 9, created: 5 } });
    expect(report.sourcePolicy.status).toBe("created");
    const keys = await assume(sandbox, "source", accounts.production, "CrossAccountReadOnlyRole");
    await iamAs(sandbox, keys).send(new GetAccountSummaryCommand());
  });

  test("makes no write call the second time, and says again who needs a person", async () => {
    await start();
    await run(sandbox);
    const before = sandbox.requests.length;

    const report = await run(sandbox);

    expect(writesSince(before)).toEqual([]);
    expect(report.totals).toMatchObject({ "in-sync": 5, created: 0, repaired: 0 });
    expect(messages()).toHaveLength(2);
  });

  test("tells people once, what needs them and where", async () => {
    await start();

    const { run: done } = await run(sandbox);

    expect(messages()).toHaveLength(1);
    const [{ subject, message } = { subject: "", message: "" }] = messages();
    expect(subject).toBe("assumable prod: 3 accounts need a person");
    for (const id of [accounts.invited, accounts.foreignRole, accounts.quarantined]) expect(message).toContain(id);
    expect(message).toContain(`runs/${done.id}/report.json`);
  });

  test("records what became of the accounts, and logs neither names nor documents", async () => {
    await start({ packageFolder: stacks.guarded.folder });

    await run(sandbox);

    const lines = [...sandbox.functions.logs.values()].flat();
    const metrics = lines.find((line) => line.includes('"AccountsNeedingPerson"'));
    expect(JSON.parse(metrics ?? "{}")).toMatchObject({
      service: "assumable-prod",
      job: "run",
      AccountsCreated: 4,
      AccountsRepaired: 1,
      AccountsSkipped: 2,
      AccountsUnreachable: 1,
      AccountsFailed: 1,
      AccountsNeedingPerson: 2,
    });
    const text = lines.join("\n");
    expect(text).toContain("AccessDenied");
    expect(text).not.toMatch(/Security Tooling|Foreign Role|example\.com|shared-secret|reserved key/);
  });

  test("counts the time to the role of accounts that joined lately, and of no others", async () => {
    await start();
    accountOf(sandbox.world, accounts.staging).joinedAt = new Date(sandbox.world.clock.now() - 3_600_000);

    await run(sandbox);

    const lines = [...sandbox.functions.logs.values()].flat();
    const { TimeToRole: time } = JSON.parse(lines.find((line) => line.includes('"TimeToRole"')) ?? "{}");
    expect(time).toBeGreaterThanOrEqual(3_600_000);
    expect(time).toBeLessThan(3_660_000);
  });
});

describe("a plan", () => {
  test("writes its report and nothing else", async () => {
    await start();

    const report = await run(sandbox, JSON.parse(readFileSync("events/run-input.plan.json", "utf8")));

    expect(report.totals).toMatchObject({ planned: 5, skipped: 1, conflict: 1, unreachable: 1, failed: 1 });
    expect(report.sourcePolicy.status).toBe("planned");
    expect(writesSince(0)).toEqual([]);
    expect(messages()).toEqual([]);
    expect([...sandbox.functions.logs.values()].flat().join()).not.toContain("AccountsNeedingPerson");
  });
});

describe("a run over a selection", () => {
  test.each<[string, object, readonly string[]]>([
    ["accounts", { accounts: [accounts.staging] }, [accounts.staging]],
    ["a unit, nested ones counting", { organizationalUnits: [units.production] }, [accounts.production]],
    [
      "accounts and a unit",
      { accounts: [accounts.staging], organizationalUnits: [units.production] },
      [accounts.production, accounts.staging],
    ],
    ["the root", { organizationalUnits: [fakeOrganization.rootId], mode: "plan" }, Object.values(accounts).slice(0, 9)],
  ])("of %s is about those alone", async (_what, input, expected) => {
    await start();

    const report = await run(sandbox, input);

    expect(Object.keys(statuses(report)).toSorted()).toEqual(expected.toSorted());
    expect(report.run.selection).toBe("selection");
  });

  test("does not say how many accounts of the organization need a person", async () => {
    await start();

    await run(sandbox, { accounts: [accounts.invited] });

    expect([...sandbox.functions.logs.values()].flat().join()).not.toContain("AccountsNeedingPerson");
  });
});

describe("a run that takes up what another left", () => {
  test("is about every account that was not in sync, created or repaired, and finishes those that can be now", async () => {
    await start();
    const { run: first } = await run(sandbox);
    // As the remedy says.
    addAccessRole(sandbox.world, accountOf(sandbox.world, accounts.invited), "OrganizationAccountAccessRole");

    const report = await run(sandbox, { retryFailedOf: first.id });

    expect(statuses(report)).toEqual({
      [accounts.suspended]: "skipped",
      [accounts.invited]: "created",
      [accounts.foreignRole]: "conflict",
      [accounts.quarantined]: "failed",
    });
    expect(report.run).toMatchObject({ selection: "retry", retryFailedOf: first.id });
  });

  test("leaves out an account that has left the organization meanwhile", async () => {
    await start();
    const { run: first } = await run(sandbox);
    accountOf(sandbox.world, accounts.invited).isMember = false;

    expect(statuses(await run(sandbox, { retryFailedOf: first.id }))).not.toHaveProperty(accounts.invited);
  });
});

describe("bad input fails in the first state, naming the field, with nothing done", () => {
  test.each<[string, unknown, string, RegExp]>([
    ["an unknown mode", { mode: "destroy" }, "InvalidEventError", /input\.mode: must be apply or plan/],
    ["an unknown key", { account: ["222222222222"] }, "InvalidEventError", /input: .*account/],
    ["an account id of 11 digits", { accounts: ["22222222222"] }, "InvalidEventError", /input\.accounts\.0/],
    [
      "an account outside the organization",
      { accounts: [accounts.staging, accounts.outside] },
      "InvalidRunInputError",
      /accounts\.1: account 123456789012 is not in this organization/,
    ],
    [
      "a unit that is not there",
      { organizationalUnits: ["ou-fake-nowhere0"] },
      "InvalidRunInputError",
      /organizationalUnits\.0: there is no unit ou-fake-nowhere0/,
    ],
    ["a run without report", { retryFailedOf: "never" }, "InvalidRunInputError", /retryFailedOf: there is no report/],
  ])("%s", async (_what, input, error, cause) => {
    await start();

    const execution = await startRun(sandbox, input);

    expect(execution).toMatchObject({ status: "FAILED", error });
    expect(execution.cause).toMatch(cause);
    expect(sandbox.functions.logs.has(`/aws/lambda/${reconcileAccounts}`)).toBe(false);
    expect([...sandbox.buckets.values()].flatMap(({ objects }) => [...objects.keys()])).toEqual([]);
  });
});

describe("a page whose function is killed in the middle", () => {
  /** Kills the function at its every third AssumeRole, so many times. */
  async function startWithKills(times: number): Promise<() => number> {
    let killed = 0;
    let calls = 0;
    await start({
      furtherAccounts: 30,
      onCall: async ({ action, caller }) => {
        if (action !== "AssumeRole" || !caller.arn.includes("ReconcileAccounts") || killed >= times) return;
        calls += 1;
        if (calls % 3 === 0) killed += sandbox.functions.killRunning(reconcileAccounts);
      },
    });
    return () => killed;
  }

  test("twice, is done at the third attempt, every account accounted for", async () => {
    const killed = await startWithKills(2);

    const report = await run(sandbox);

    expect(killed()).toBe(2);
    expect(report.accounts).toHaveLength(39);
    expect(report.totals).toMatchObject({ skipped: 1, conflict: 1, unreachable: 1, failed: 1, "not-attempted": 0 });
    expect(statuses(await run(sandbox))).toMatchObject({ [accounts.staging]: "in-sync" });
  });

  test("again and again, is reported account by account as not attempted, and taken up by a retry", async () => {
    const killed = await startWithKills(4);

    const report = await run(sandbox);

    expect(killed()).toBe(4);
    expect(report.totals).toMatchObject({ accounts: 39, "not-attempted": 38, skipped: 1 });
    expect(report.accounts.find(({ accountId }) => accountId === accounts.staging)).toMatchObject({
      status: "not-attempted",
      reason: "page-failed",
      code: "Runtime.ExitError",
      remedy: expect.stringContaining("retryFailedOf"),
    });
    expect(report.needPerson).toBe(38);
    const retried = await run(sandbox, { retryFailedOf: report.run.id });
    expect(retried.accounts).toHaveLength(39);
    expect(retried.totals).toMatchObject({ "not-attempted": 0, conflict: 1, unreachable: 1 });
  });
});

describe("the source policy in a run", () => {
  test("that could not be kept is reported, and the accounts are done all the same", async () => {
    await start();
    const role = accountOf(sandbox.world, accounts.management).roles.get("assumable-prod-syncsourcepolicyrole");
    role?.inline.clear();

    const report = await run(sandbox);

    expect(report.totals).toMatchObject({ created: 5 });
    expect(report.sourcePolicy).toMatchObject({ status: "not-attempted", remedy: expect.any(String) });
    expect(messages()[0]?.subject).toBe("assumable prod: 3 accounts and the source policy need a person");
  });

  test("is told without its documents, which would not fit into a state", async () => {
    await start({ packageFolder: stacks.ownSource.folder });

    const report = await run(sandbox);

    expect(JSON.stringify(report.sourcePolicy)).not.toContain("sts:AssumeRole");
    expect(report.sourcePolicy["changes"]).toContainEqual({
      kind: "create-policy",
      policyName: "CloudQueryCrossAccountReadOnlyAccess",
      why: expect.any(String),
    });
  });
});

describe("an account that joined, whose event does not say which it was", () => {
  test("is found by a run, which starts once however often the event arrives", async () => {
    await start();
    const event = JSON.parse(readFileSync("events/account-joined-organization.json", "utf8"));
    event.detail.serviceEventDetails = { joinedMethod: "INVITED" };

    sandbox.bus.emit(event);
    sandbox.bus.emit(event);
    await sandbox.idle();

    const executions = [...sandbox.stateMachines.executions.values()];
    expect(executions.map(({ name }) => name)).toEqual([`joined-${event.detail.eventID}`]);
    expect(statuses(await reportOf(sandbox, executions[0]!.name))).toMatchObject({ [accounts.staging]: "created" });
  });
});
