import { expect, test } from "vitest";
import { missedRunPeriod } from "#shared/run/missed-run.ts";

const hour = 3600;
const day = 24 * hour;

test.each<[string, number | undefined]>([
  ["rate(5 minutes)", 300],
  ["rate(1 hour)", hour],
  ["rate(1 day)", day],
  ["rate(2 days)", 2 * day],
  ["rate(3 days)", 3 * day],
  ["rate(84 hours)", 84 * hour],
  ["rate(85 hours)", undefined],
  ["rate(4 days)", undefined],
  ["rate(1000 minutes)", 17 * hour],
  ["cron(0 3 * * ? *)", day],
  ["cron(0/15 * ? * * *)", day],
  ["cron(0 3 ? * MON *)", undefined],
  ["cron(0 3 1 * ? *)", undefined],
])("runs by %s are missed after two periods of %s seconds", (schedule, period) => {
  expect(missedRunPeriod(schedule)).toBe(period);
});
