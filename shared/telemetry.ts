import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { OutcomeStatus } from "#shared/outcome.ts";
import { type AccountResult, type AccountStatus, accountStatuses } from "#shared/run/account-result.ts";
import type { RunSummary } from "#shared/run/report-run.ts";

export const logger = new Logger();
export const metrics = new Metrics({ namespace: "assumable" });

const metricByStatus: Readonly<Record<AccountStatus, string>> = {
  "in-sync": "AccountsInSync",
  created: "AccountsCreated",
  repaired: "AccountsRepaired",
  planned: "AccountsPlanned",
  drifted: "AccountsDrifted",
  skipped: "AccountsSkipped",
  conflict: "AccountsConflict",
  unreachable: "AccountsUnreachable",
  failed: "AccountsFailed",
  "not-attempted": "AccountsNotAttempted",
};

export function countAccount(status: OutcomeStatus): void {
  metrics.addMetric(metricByStatus[status], MetricUnit.Count, 1);
}

/**
 * The metrics of a run, apart from those of single accounts by the dimension `job`. A plan has none: it is looked at by
 * whoever started it. How many accounts need a person is known only after a run over the whole organization.
 */
export function recordRun({ run, totals, needPerson, timesToRole, sourcePolicy, report }: RunSummary): void {
  const counted = { totals, needPerson: needPerson.length, sourcePolicy: sourcePolicy.status };
  logger.info("run reported", { runId: run.id, mode: run.mode, report, ...counted });
  if (run.mode === "plan") return;
  metrics.addDimension("job", "run");
  for (const status of accountStatuses) metrics.addMetric(metricByStatus[status], MetricUnit.Count, totals[status]);
  if (run.selection === "organization") {
    metrics.addMetric("AccountsNeedingPerson", MetricUnit.Count, needPerson.length);
  }
  for (const time of timesToRole) recordTimeToRole(time);
}

/** Logs one account of a run, unless there was nothing to do. */
export function logAccount({ name: _name, organizationalUnits: _units, ...result }: AccountResult): void {
  if (result.status !== "in-sync" && result.status !== "skipped") logOutcome("account", result);
}

/** 1 where the source policy is somebody else's or does not fit, 0 otherwise. */
export function countSourcePolicyConflict(status: OutcomeStatus): void {
  metrics.addMetric("SourcePolicyConflict", MetricUnit.Count, status === "conflict" ? 1 : 0);
}

/** From the event's own time to the moment the role was ready. */
export function recordTimeToRole(milliseconds: number): void {
  metrics.addMetric("TimeToRole", MetricUnit.Milliseconds, milliseconds);
}

const warned: ReadonlySet<string> = new Set(["conflict", "unreachable", "failed", "drifted", "not-attempted"]);

type Kinds = readonly { readonly kind: string }[];

interface Reported {
  readonly status: string;
  readonly changes?: Kinds;
  readonly applied?: Kinds;
  readonly findings?: readonly object[];
  readonly message?: string;
}

/** Logs what happened. Of changes only the kinds: documents stay out of logs, and so do names and e-mails. */
export function logOutcome(what: string, { changes, applied, message, ...outcome }: Reported): void {
  const kindsOf = (all: Kinds | undefined) => all?.map(({ kind }) => kind);
  // The logger keeps `message` for itself.
  const entry = { ...outcome, errorMessage: message, changes: kindsOf(changes), applied: kindsOf(applied) };
  if (warned.has(outcome.status) || (outcome.findings?.length ?? 0) > 0) logger.warn(what, entry);
  else logger.info(what, entry);
}
