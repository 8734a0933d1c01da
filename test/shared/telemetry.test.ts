import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { noTotals } from "#shared/run/account-result.ts";
import type { RunSummary } from "#shared/run/report-run.ts";
import {
  countAccount,
  countSourcePolicyConflict,
  logAccount,
  logger,
  logOutcome,
  metrics,
  recordRun,
  recordTimeToRole,
} from "#shared/telemetry.ts";
import { accountResult, runSummary } from "../support/run-summary.ts";

let info: ReturnType<typeof vi.spyOn>;
let warn: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  info = vi.spyOn(logger, "info").mockReturnValue();
  warn = vi.spyOn(logger, "warn").mockReturnValue();
});

afterEach(() => {
  vi.restoreAllMocks();
  metrics.clearMetrics();
  metrics.clearDimensions();
});

/** What CloudWatch would make of the metrics so far: their units, and their values with the dimensions. */
function embedded() {
  const { _aws: about, ...values } = metrics.serializeMetrics();
  const [directive] = about.CloudWatchMetrics;
  const units = Object.fromEntries(directive!.Metrics.map(({ Name, Unit }) => [Name, Unit]));
  return { namespace: directive!.Namespace, units, values };
}

describe("metrics", () => {
  test.each([
    ["in-sync", "AccountsInSync"],
    ["created", "AccountsCreated"],
    ["repaired", "AccountsRepaired"],
    ["planned", "AccountsPlanned"],
    ["drifted", "AccountsDrifted"],
    ["skipped", "AccountsSkipped"],
    ["conflict", "AccountsConflict"],
    ["unreachable", "AccountsUnreachable"],
    ["failed", "AccountsFailed"],
  ] as const)("an account that is %s counts as one of %s", (status, name) => {
    countAccount(status);

    expect(embedded()).toMatchObject({ namespace: "assumable", units: { [name]: "Count" }, values: { [name]: 1 } });
  });

  test("a source policy counts as a conflict or as none, so that an alarm goes out again", () => {
    countSourcePolicyConflict("conflict");
    countSourcePolicyConflict("in-sync");

    expect(embedded()).toMatchObject({
      units: { SourcePolicyConflict: "Count" },
      values: { SourcePolicyConflict: [1, 0] },
    });
  });

  test("the time to a role is in milliseconds", () => {
    recordTimeToRole(5000);

    expect(embedded()).toMatchObject({ units: { TimeToRole: "Milliseconds" }, values: { TimeToRole: 5000 } });
  });
});

describe("a run", () => {
  const needPerson = [accountResult({ status: "drifted", changes: [] })];
  const totals = { ...noTotals, drifted: 1, "not-attempted": 2 };
  const summary = runSummary({ needPerson, totals, timesToRole: [1000, 2000] });

  function withRun(more: Partial<RunSummary["run"]>): RunSummary {
    return { ...summary, run: { ...summary.run, ...more } };
  }

  test("is logged by its id, mode, totals and report, and counted apart from single accounts", () => {
    recordRun(summary);

    expect(info.mock.calls).toEqual([
      [
        "run reported",
        {
          runId: "run-1",
          mode: "apply",
          report: "s3://bucket/runs/run-1/report.json",
          totals,
          needPerson: 1,
          sourcePolicy: "in-sync",
        },
      ],
    ]);
    expect(embedded().values).toMatchObject({
      job: "run",
      AccountsInSync: 0,
      AccountsDrifted: 1,
      AccountsNotAttempted: 2,
      AccountsNeedingPerson: 1,
      TimeToRole: [1000, 2000],
    });
  });

  test.each(["selection", "retry"] as const)("over a %s does not know how many accounts need a person", (selection) => {
    recordRun(withRun({ selection }));

    expect(embedded().values).toMatchObject({ AccountsDrifted: 1 });
    expect(embedded().values).not.toHaveProperty("AccountsNeedingPerson");
  });

  test("that plans is logged, and counts in no metric", () => {
    recordRun(withRun({ mode: "plan" }));

    expect(info).toHaveBeenCalledOnce();
    expect(metrics.hasStoredMetrics()).toBe(false);
  });
});

describe("logs", () => {
  test("have of what was changed the kinds, and no documents", () => {
    const changes = [{ kind: "create-role", after: { secret: "external-1" } }];

    logOutcome("onboarding", { status: "created", changes });

    expect(info.mock.calls).toEqual([
      ["onboarding", { status: "created", changes: ["create-role"], applied: undefined, errorMessage: undefined }],
    ]);
    expect(warn).not.toHaveBeenCalled();
  });

  test("have AWS's message and what was done before under names the logger leaves alone", () => {
    const applied = [{ kind: "tag-role", after: {} }];

    logOutcome("account", { status: "failed", message: "denied", applied });

    expect(warn.mock.calls).toEqual([
      ["account", { status: "failed", errorMessage: "denied", applied: ["tag-role"], changes: undefined }],
    ]);
    expect(info).not.toHaveBeenCalled();
  });

  test.each(["conflict", "unreachable", "failed", "drifted", "not-attempted"])("warn of what is %s", (status) => {
    logOutcome("account", { status });

    expect(warn).toHaveBeenCalledOnce();
  });

  test("warn of what a person has to see to, though the rest is as it should be", () => {
    logOutcome("source policy", { status: "in-sync", findings: [{}] });
    logOutcome("source policy", { status: "in-sync", findings: [] });

    expect(warn).toHaveBeenCalledOnce();
    expect(info).toHaveBeenCalledOnce();
  });

  test("have an account of a run by its id, and neither its name nor its units", () => {
    logAccount(accountResult({ status: "created", changes: [] }));

    expect(info.mock.calls).toEqual([
      [
        "account",
        { accountId: "333333333333", status: "created", changes: [], applied: undefined, errorMessage: undefined },
      ],
    ]);
  });

  test.each([{ status: "in-sync" }, { status: "skipped", reason: "closed" }] as const)(
    "have nothing of an account for which there was nothing to do: $status",
    (outcome) => {
      logAccount(accountResult(outcome));

      expect(info).not.toHaveBeenCalled();
    },
  );
});
