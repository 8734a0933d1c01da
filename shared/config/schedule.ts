import * as z from "zod";

/** After 1 the unit stands in the singular. */
const rate = /rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)/;

/** Six fields; of day-of-month and day-of-week exactly one is a question mark. */
const cron = /cron\(\S+ \S+ (\? \S+ (?!\?)\S+|(?!\?)\S+ \S+ \?) \S+\)/;

/**
 * A schedule as EventBridge takes it; a faulty one would fail the deployment.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export const scheduleSchema = z
  .string("must be text, as in rate(1 day)")
  .regex(
    new RegExp(`^(${rate.source}|${cron.source})$`),
    "must be rate(…) or cron(…) with six fields as EventBridge takes it, as in rate(1 day) or cron(0 3 * * ? *)",
  );
