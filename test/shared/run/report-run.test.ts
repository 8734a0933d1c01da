import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ReportRunInput } from "#events/report-run-input.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import type { Bucket } from "#sandbox/s3/bucket.ts";
import { type AccountOutcome, type AccountResult, noTotals } from "#shared/run/account-result.ts";
import type { ListedAccount } from "#shared/run/listed-account.ts";
import { type RunSummary, reportRun, sourcePolicyNeedsPerson } from "#shared/run/report-run.ts";
import { type RunReport, runReportSchema } from "#shared/run/report-schema.ts";
import type { RunStore } from "#shared/run/run-store.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";
import { makeRunBucket } from "../../support/run-bucket.ts";
import { runSummary } from "../../support/run-summary.ts";

const { accounts, organizationId } = fakeOrganization;
const now = Date.parse("2026-11-24T03:01:00.000Z");
const day = 86_400_000;

let running: InProcess;
let bucket: Bucket;
let store: RunStore;

beforeEach(async () => {
  running = await startInProcess();
  ({ bucket, store } = makeRunBucket(running));
});

afterEach(() => running.sandbox.close());

function listed(accountId: string, more: Partial<ListedAccount> = {}): ListedAccount {
  return { accountId, name: "Somebody", organizationalUnits: [], ...more };
}

function result(accountId: string, outcome: AccountOutcome, joinedAt?: string): AccountResult {
  return { accountId, name: "Somebody", organizationalUnits: [], joinedAt, ...outcome };
}

/** A run of so many pages, whose page 1 has these results, reported. */
async function report(
  results: readonly AccountResult[],
  { pages = 1, ...input }: Partial<Omit<ReportRunInput, "pages">> & { readonly pages?: number } = {},
  errors: readonly { readonly page: number; readonly error?: string }[] = [],
): Promise<RunSummary> {
  await store.writeManifest({
    run: { id: "run-1", mode: "apply", selection: "organization", startedAt: "2026-11-24T03:00:00.000Z" },
    organization: { id: organizationId, managementAccountId: accounts.management },
    accounts: 3,
    pages,
  });
  await store.writeResults("run-1", 1, results);
  const sourcePolicy: ReportRunInput["sourcePolicy"] = { kind: "said", said: { status: "in-sync", findings: [] } };
  const services = { store, deploymentIn: () => deploymentOf({ role: { path: "/audit/" } }), now: () => now };
  return reportRun({ runId: "run-1", pages: [...errors], sourcePolicy, ...input }, services);
}

function written(): RunReport {
  return runReportSchema.parse(JSON.parse(bucket.objects.get("runs/run-1/report.json")?.body ?? ""));
}

const conflict: AccountOutcome = { status: "conflict", reason: "different-path", changes: [], remedy: "Rename it." };

describe("the report of a run", () => {
  test("has the run, where it was, its totals, and every account", async () => {
    const results = [result(accounts.production, conflict), result(accounts.staging, { status: "in-sync" })];

    const summary = await report(results);

    const { run, deployment: atRoot } = runSummary();
    const deployment = { ...atRoot, rolePath: "/audit/" };
    const totals = { ...noTotals, conflict: 1, "in-sync": 1 };
    const sourcePolicy = { status: "in-sync", findings: [] };
    expect(written()).toEqual({
      version: 1,
      run,
      deployment,
      totals: { accounts: 3, ...totals },
      needPerson: 1,
      sourcePolicy,
      accounts: JSON.parse(JSON.stringify(results)),
    });
    expect(summary).toEqual({
      run,
      deployment,
      accounts: 3,
      totals,
      needPerson: [JSON.parse(JSON.stringify(results[0]))],
      timesToRole: [],
      sourcePolicy,
      report: "s3://run-bucket/runs/run-1/report.json",
    });
  });

  test("says which accounts a retry takes up again", async () => {
    await report([
      result(accounts.production, conflict),
      result(accounts.staging, { status: "in-sync" }),
      result(accounts.suspended, { status: "skipped", reason: "suspended" }),
    ]);

    expect(await store.readUnfinished("run-1")).toEqual([accounts.production, accounts.suspended]);
  });

  test("has the accounts of a page that died as not attempted, and those left alone as they were", async () => {
    await store.writeAccounts("run-1", 2, [
      listed(accounts.staging),
      listed(accounts.suspended, { skip: "suspended" }),
    ]);

    const { totals, needPerson } = await report([result(accounts.production, { status: "in-sync" })], { pages: 2 }, [
      { page: 1 },
      { page: 2, error: "Runtime.ExitError" },
    ]);

    expect(totals).toEqual({ ...noTotals, "in-sync": 1, "not-attempted": 1, skipped: 1 });
    expect(needPerson.map(({ accountId }) => accountId)).toEqual([accounts.staging]);
    expect(written().accounts).toMatchObject([
      { accountId: accounts.production, status: "in-sync" },
      {
        accountId: accounts.staging,
        status: "not-attempted",
        reason: "page-failed",
        code: "Runtime.ExitError",
        remedy: expect.stringContaining("Runtime.ExitError in every attempt"),
      },
      { accountId: accounts.suspended, status: "skipped", reason: "suspended" },
    ]);
  });

  test("has what the source policy came to, and its error where it came to nothing", async () => {
    const sourcePolicy = { kind: "not-attempted", code: "Lambda.Unknown" } as const;

    const summary = await report([], { sourcePolicy });

    expect(summary.sourcePolicy).toEqual({
      status: "not-attempted",
      code: "Lambda.Unknown",
      remedy: expect.stringContaining("Lambda.Unknown in every attempt"),
      findings: [],
    });
    expect(written().sourcePolicy).toEqual(summary.sourcePolicy);
  });

  test("counts the time to its role of an account that is new, and of no other", async () => {
    const created: AccountOutcome = { status: "created", changes: [] };
    const ago = (milliseconds: number) => new Date(now - milliseconds).toISOString();

    const { timesToRole } = await report([
      result(accounts.production, created, ago(5000)),
      result(accounts.staging, created, ago(7 * day - 1)),
      result(accounts.controlTower, created, ago(7 * day)),
      result(accounts.invited, created),
      result(accounts.source, { status: "in-sync" }, ago(5000)),
    ]);

    expect(timesToRole).toEqual([5000, 7 * day - 1]);
  });
});

test.each<[object, boolean]>([
  [{ status: "in-sync" }, false],
  [{ status: "created" }, false],
  [{ status: "repaired" }, false],
  [{ status: "planned" }, false],
  [{ status: "drifted" }, true],
  [{ status: "conflict" }, true],
  [{ status: "unreachable" }, true],
  [{ status: "not-attempted" }, true],
  [{ status: "not-attempted", retryable: true }, true],
  [{ status: "failed", retryable: true }, false],
  [{ status: "failed", retryable: false }, true],
  [{ status: "failed" }, true],
  [{ status: "in-sync", findings: [{ kind: "missing-principal", principal: "role/A", remedy: "" }] }, true],
])("of a source policy %j a person must see to it: %s", (said, needed) => {
  expect(sourcePolicyNeedsPerson({ status: "", findings: [], ...said })).toBe(needed);
});
