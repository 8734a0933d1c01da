import { type CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import type { OrganizationAccount } from "#shared/organization/read-organization.ts";
import type { DoctorFinding } from "./finding.ts";
import type { StackState } from "./stack.ts";

/** Seconds looked back: as far as CloudWatch has its finest periods. */
const window = 14 * 86_400;
/** Events may be that late, in seconds, before they count as missing. */
const slack = 1800;

interface Given {
  /** Of the stack's rules; undefined where nothing is deployed. */
  readonly stack: StackState | undefined;
  readonly accounts: readonly OrganizationAccount[];
  readonly now: Date;
}

/** Whether events have come for the accounts that have joined lately; where none has, nothing can be told. */
export async function eventsFinding(client: CloudWatchClient, given: Given): Promise<DoctorFinding> {
  const { stack, accounts, now } = given;
  if (stack === undefined)
    return { check: "events", status: "unknown", what: "Without a stack there are no rules to ask." };
  const windowStart = new Date(now.getTime() - window * 1000);
  const start = stack.createdAt > windowStart ? stack.createdAt : windowStart;
  const due = new Date(now.getTime() - slack * 1000);
  const joined = accounts.filter(({ joinedAt }) => joinedAt !== undefined && joinedAt > start && joinedAt < due);
  const since = start.toISOString().slice(0, 10);
  if (joined.length === 0) {
    return { check: "events", status: "ok", what: `No account has joined since ${since}, so no event was due.` };
  }
  const rules = [`${stack.name}-account-created`, `${stack.name}-account-joined`];
  const counts = await Promise.all(rules.map((rule) => timesMatched(client, rule, windowStart, now)));
  const events = counts.reduce((all, count) => all + count, 0);
  const what = `Accounts that have joined since ${since}: ${joined.length}. Events that have come: ${events}.`;
  if (events > 0) return { check: "events", status: "ok", what };
  const remedy =
    "See to the checks above; if they are fine, look whether the stack's rules are enabled in EventBridge. Until then the scheduled run alone finds new accounts.";
  return { check: "events", status: "problem", what, remedy };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
async function timesMatched(client: CloudWatchClient, rule: string, start: Date, end: Date): Promise<number> {
  const { Datapoints: points = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Events",
      MetricName: "TriggeredRules",
      Dimensions: [{ Name: "RuleName", Value: rule }],
      StartTime: start,
      EndTime: end,
      Period: window,
      Statistics: ["Sum"],
    }),
  );
  return points.reduce((all, { Sum: sum = 0 }) => all + sum, 0);
}
