import { afterEach, describe, expect, test } from "vitest";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { type AccountResult, resultOf } from "#shared/run/account-result.ts";
import type { ListedAccount } from "#shared/run/listed-account.ts";
import { invoke, run } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const minutes = 60_000;

/** MB that the functions have. */
const memorySize = 512;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** The most memory that invocations of a function used, in MB, and their longest time in milliseconds. */
function used(name: string): { readonly memory: number; readonly time: number } {
  const lines = sandbox.functions.logs.get(`/aws/lambda/assumable-prod-${name}`) ?? [];
  const reports = lines.flatMap((line) => [
    ...line.matchAll(/^REPORT .*\tDuration: ([\d.]+) ms.*Max Memory Used: (\d+) MB/g),
  ]);
  expect(reports.length).toBeGreaterThan(0);
  return {
    time: Math.max(...reports.map(([, time]) => Number(time))),
    memory: Math.max(...reports.map(([, , memory]) => Number(memory))),
  };
}

describe("5,000 accounts", () => {
  test("are brought in sync by one run, and found in sync by the next", { timeout: 10 * minutes }, async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder, furtherAccounts: 5_000 });

    const report = await run(sandbox);
    const before = sandbox.requests.length;
    const again = await run(sandbox);

    expect(report.totals).toMatchObject({ accounts: 5_009, created: 5_005, skipped: 1, conflict: 1, unreachable: 1 });
    expect(report.accounts).toHaveLength(5_009);
    expect(again.totals).toMatchObject({ accounts: 5_009, "in-sync": 5_005 });
    const calls = sandbox.requests.since(before);
    expect(calls.filter(isIamWrite)).toEqual([]);
    // AssumeRole and three reads for each account, nearly: the budget.
    const perAccount = calls.filter(({ service }) => service === "iam" || service === "sts").length / 5_009;
    expect(perAccount).toBeLessThan(4.01);
    // A manifest and 21 pages, as many results, the report and what it left.
    expect(calls.filter(({ action }) => action === "PutObject")).toHaveLength(1 + 21 + 21 + 2);
    for (const name of ["list-accounts", "reconcile-accounts", "report-run"]) {
      expect(used(name).memory).toBeLessThan(memorySize * 0.8);
    }
    const [execution] = sandbox.stateMachines.executions.values();
    expect(execution?.historyEvents).toBeLessThan(2_500);
    expect(execution?.largestPayload).toBeLessThan(25_600);
  });
});

describe("50,000 accounts", () => {
  /** As reconcile-accounts writes it where nothing was there before: the longest an account's result usually gets. */
  function created(account: ListedAccount, sample: AccountResult): AccountResult {
    if (sample.status !== "created") throw new Error("the sample is of an account that was created");
    return resultOf(account, { status: "created", changes: sample.changes });
  }

  test("are listed and reported in the functions' memory and time", { timeout: 10 * minutes }, async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder, furtherAccounts: 49_991 });
    const { accounts } = sandbox.greeting;
    await run(sandbox, { accounts: [accounts.staging] });
    const [bucket] = [...sandbox.buckets.values()].filter(({ name }) => name.includes("runbucket"));
    const read = (key: string) => JSON.parse(bucket!.objects.get(key)?.body ?? "null");
    const [first] = [...sandbox.stateMachines.executions.values()];
    const [sample]: AccountResult[] = read(`work/${first!.name}/results/0001.json`);
    const started = { id: "large", startedAt: "2026-11-24T03:00:00.000Z" };

    const listed = await invoke(sandbox, "list-accounts", { run: started, input: {} });
    for (const [key, { body, ...object }] of bucket!.objects) {
      if (!key.startsWith("work/large/accounts/")) continue;
      const results = JSON.parse(body).map((account: ListedAccount) => created(account, sample!));
      bucket!.objects.set(key.replace("accounts", "results"), { ...object, body: JSON.stringify(results) });
    }
    const sourcePolicy = { status: "in-sync", findings: [] };
    const reported = await invoke(sandbox, "report-run", { runId: "large", pages: listed["pages"], sourcePolicy });

    expect(listed).toMatchObject({ accounts: 50_000 });
    expect(listed["pages"]).toHaveLength(200);
    expect(reported).toMatchObject({ totals: { created: 50_000 } });
    for (const name of ["list-accounts", "report-run"]) {
      expect(used(name).memory).toBeLessThan(memorySize * 0.9);
      expect(used(name).time).toBeLessThan(5 * minutes);
    }
  });
});
