import { NotEmulatedError } from "../aws-error.ts";

const milliseconds: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two runs of a rate expression; cron expressions are refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function rateOf(expression: string): number {
  const [, count, unit] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (count === undefined || unit === undefined) throw new NotEmulatedError(`the schedule ${expression}`);
  return Number(count) * (milliseconds[unit] ?? 0);
}
