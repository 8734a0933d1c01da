import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { noTotals } from "#shared/run/account-result.ts";
import { reportJsonSchema, runReportSchema } from "#shared/run/report-schema.ts";
import { ReportText } from "#shared/run/report-text.ts";
import { accountResult, runSummary } from "../../support/run-summary.ts";

const { run, deployment, sourcePolicy } = runSummary();
const head = {
  version: 1,
  run,
  deployment,
  totals: { accounts: 2, ...noTotals, "in-sync": 2 },
  needPerson: 0,
  sourcePolicy,
} as const;

test("a report put together piece by piece is one JSON document of its schema, one account a line", () => {
  const text = new ReportText();
  text.add([accountResult()]);
  text.add([accountResult({ status: "skipped", reason: "closed" })]);

  const report = Buffer.from(text.finish(head)).toString();

  expect(runReportSchema.parse(JSON.parse(report)).accounts.map(({ status }) => status)).toEqual([
    "in-sync",
    "skipped",
  ]);
  expect(report.match(/^\{"accountId"/gm)).toHaveLength(2);
});

test("a report without accounts is one too", () => {
  expect(runReportSchema.parse(JSON.parse(Buffer.from(new ReportText().finish(head)).toString())).accounts).toEqual([]);
});

test("the schema in docs/ is that of the reports", () => {
  expect(JSON.parse(readFileSync("docs/run-report.schema.json", "utf8"))).toEqual(
    JSON.parse(JSON.stringify(reportJsonSchema())),
  );
});
