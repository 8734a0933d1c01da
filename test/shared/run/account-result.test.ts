import { expect, test } from "vitest";
import { type AccountOutcome, countResults, isUnfinished, needsPerson, noTotals } from "#shared/run/account-result.ts";
import { accountResult } from "../../support/run-summary.ts";

const failed = { status: "failed", code: "X", message: "", applied: [], remedy: "" } as const;

test.each<[AccountOutcome, boolean, boolean]>([
  [{ status: "in-sync" }, false, false],
  [{ status: "created", changes: [] }, false, false],
  [{ status: "repaired", changes: [] }, false, false],
  [{ status: "planned", changes: [] }, true, false],
  [{ status: "drifted", changes: [] }, true, true],
  [{ status: "skipped", reason: "suspended" }, true, false],
  [{ status: "conflict", reason: "different-path", changes: [], remedy: "" }, true, true],
  [{ status: "unreachable", reason: "no-access-role-answered", attempts: [], remedy: "" }, true, true],
  [{ ...failed, retryable: true }, true, false],
  [{ ...failed, retryable: false }, true, true],
  [{ status: "not-attempted", reason: "out-of-time", remedy: "" }, true, true],
  [{ status: "not-attempted", reason: "interrupted", remedy: "" }, true, false],
])("of %j a retry takes it up: %s, a person must act: %s", (outcome, unfinished, person) => {
  expect(isUnfinished(outcome)).toBe(unfinished);
  expect(needsPerson(outcome)).toBe(person);
});

test("results are counted by status, on top of what was counted before", () => {
  const once = countResults([accountResult(), accountResult({ status: "skipped", reason: "closed" })]);

  expect(countResults([accountResult()], once)).toEqual({ ...noTotals, "in-sync": 2, skipped: 1 });
});
