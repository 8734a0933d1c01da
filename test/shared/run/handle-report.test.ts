import { expect, test } from "vitest";
import { noTotals } from "#shared/run/account-result.ts";
import { handleReport } from "#shared/run/handle-report.ts";
import type { Notification } from "#shared/run/notification.ts";
import type { RunSummary } from "#shared/run/report-run.ts";
import { accountResult, runSummary } from "../../support/run-summary.ts";

const unreachable = accountResult({
  status: "unreachable",
  reason: "no-access-role-answered",
  attempts: [],
  remedy: "Create it.",
});

async function handle(summary: RunSummary) {
  const recorded: RunSummary[] = [];
  const notified: Notification[] = [];
  const output = await handleReport(summary, {
    stateMachineArn: "arn:aws:states:us-east-1:999999999999:stateMachine:assumable-prod-run",
    record: (one) => recorded.push(one),
    notify: async (one) => {
      notified.push(one);
    },
  });
  return { output, recorded, notified };
}

test("a run after which nobody has to act is recorded, and nobody is told", async () => {
  const summary = runSummary();

  expect(await handle(summary)).toEqual({
    output: {
      report: summary.report,
      totals: { ...noTotals, "in-sync": 9 },
      needPerson: 0,
      sourcePolicy: "in-sync",
    },
    recorded: [summary],
    notified: [],
  });
});

test("a run after which somebody has to act is recorded and told of once", async () => {
  const { output, recorded, notified } = await handle(runSummary({ needPerson: [unreachable] }));

  expect(output.needPerson).toBe(1);
  expect(recorded).toHaveLength(1);
  expect(notified).toMatchObject([{ subject: "assumable prod: 1 account needs a person" }]);
});
