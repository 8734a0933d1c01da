const hour = 3600;
const day = 24 * hour;

/**
 * The longest an alarm can look back, in seconds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const longestLook = 7 * day;

const secondsOf: Readonly<Record<string, number>> = { minute: 60, hour, day };

/**
 * The period of the alarm on runs that were missed, in seconds; it speaks up after two periods without a run. Undefined
 * for schedules rarer than an alarm can watch: every three days, or cron expressions that name days.
 */
export function missedRunPeriod(schedule: string): number | undefined {
  const period = periodOf(schedule);
  return period === undefined || 2 * period > longestLook ? undefined : period;
}

function periodOf(schedule: string): number | undefined {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (count !== undefined) {
    const period = Number(count) * (secondsOf[unit] ?? 0);
    // An alarm that looks back more than a day counts in whole hours.
    return period * 2 > day ? Math.ceil(period / hour) * hour : period;
  }
  // cron(minutes hours day-of-month month day-of-week year)
  const [, , daysOfMonth = "", months = "", daysOfWeek = "", years = ""] = schedule.slice(5, -1).split(/\s+/);
  const isDaily = [daysOfMonth, months, daysOfWeek, years].every((field) => field === "*" || field === "?");
  return isDaily ? day : undefined;
}
