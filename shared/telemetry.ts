import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { OutcomeStatus } from "#shared/outcome.ts";

export const logger = new Logger();
export const metrics = new Metrics({ namespace: "assumable" });

const metricByStatus: Readonly<Record<OutcomeStatus, string>> = {
  "in-sync": "AccountsInSync",
  created: "AccountsCreated",
  repaired: "AccountsRepaired",
  planned: "AccountsPlanned",
  drifted: "AccountsDrifted",
  skipped: "AccountsSkipped",
  conflict: "AccountsConflict",
  unreachable: "AccountsUnreachable",
  failed: "AccountsFailed",
};

export function countAccount(status: OutcomeStatus): void {
  metrics.addMetric(metricByStatus[status], MetricUnit.Count, 1);
}

/** 1 where the source policy is somebody else's or does not fit, 0 otherwise. */
export function countSourcePolicyConflict(status: OutcomeStatus): void {
  metrics.addMetric("SourcePolicyConflict", MetricUnit.Count, status === "conflict" ? 1 : 0);
}

/** From the event's own time to the moment the role was ready. */
export function recordTimeToRole(milliseconds: number): void {
  metrics.addMetric("TimeToRole", MetricUnit.Milliseconds, milliseconds);
}

const needsPerson: ReadonlySet<string> = new Set(["conflict", "unreachable", "failed", "drifted"]);

type Kinds = readonly { readonly kind: string }[];

interface Reported {
  readonly status: string;
  readonly changes?: Kinds;
  readonly applied?: Kinds;
  readonly findings?: readonly object[];
}

/** Logs what happened. Of changes only the kinds: documents stay out of logs, and so do names and e-mails. */
export function logOutcome(what: string, { changes, applied, ...outcome }: Reported): void {
  const kindsOf = (all: Kinds | undefined) => all?.map(({ kind }) => kind);
  const entry = { ...outcome, changes: kindsOf(changes), applied: kindsOf(applied) };
  if (needsPerson.has(outcome.status) || (outcome.findings?.length ?? 0) > 0) logger.warn(what, entry);
  else logger.info(what, entry);
}
