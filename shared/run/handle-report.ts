import type { Totals } from "./account-result.ts";
import { type Notification, notificationOf } from "./notification.ts";
import type { RunSummary } from "./report-run.ts";

/** The output of a run's execution. */
export interface ReportedRun {
  readonly report: string;
  readonly totals: Totals;
  readonly needPerson: number;
  readonly sourcePolicy: string;
}

interface Services {
  readonly stateMachineArn: string;
  readonly record: (summary: RunSummary) => void;
  readonly notify: (notification: Notification) => Promise<void>;
}

/** Tells of a run that was reported: by metrics, and to people where one of them must act. */
export async function handleReport(
  summary: RunSummary,
  { stateMachineArn, record, notify }: Services,
): Promise<ReportedRun> {
  record(summary);
  const notification = notificationOf(summary, stateMachineArn);
  if (notification !== undefined) await notify(notification);
  const { report, totals, needPerson, sourcePolicy } = summary;
  return { report, totals, needPerson: needPerson.length, sourcePolicy: sourcePolicy.status };
}
