import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import type { Mode } from "#shared/outcome.ts";
import { type AccountResult, countResults, needsPerson, noTotals } from "#shared/run/account-result.ts";
import { reconcileSourcePolicy } from "#shared/source-policy/reconcile.ts";
import type { Connection } from "./connect.ts";
import { interruption } from "./interruption.ts";
import type { AccountOptions } from "./options.ts";
import { passOver } from "./pass.ts";
import { exitCodeOf, type PassReport } from "./pass-report.ts";
import { Progress } from "./progress.ts";
import { wantedBy } from "./selection.ts";
import { terminal } from "./terminal.ts";

interface Options extends Pick<AccountOptions, "accounts" | "exclude" | "ou" | "concurrency"> {
  /** Accounts an earlier report has left. */
  readonly unfinished?: readonly string[];
}

/** Goes over the chosen accounts, then the source policy; returns the exit code. */
export async function runPass(
  mode: Mode,
  options: Options,
  connection: Connection,
  report: PassReport,
): Promise<number> {
  const { aws, deployment } = connection;
  const wanted = await wantedBy(options, aws.organizations);
  const progress = new Progress(terminal.hasProgress);
  const signal = interruption(() => progress.clear());
  const exclude = new Set(options.exclude);
  const concurrency = options.concurrency ?? deployment.config.concurrency;
  const work = (accountId: string) => reconcileMemberRole(accountId, mode, deployment, aws);
  const isSkipped = () => true;
  const results = passOver(connection, { wanted, work, isSkipped, exclude, concurrency, signal, progress });
  const { totals, needPerson } = await tellResults(results, report, progress);
  progress.clear();
  const source = signal.aborted ? undefined : await reconcileSourcePolicy(mode, deployment, aws);
  if (source !== undefined) report.sourcePolicy(source);
  const sourcePolicy = source?.status ?? "not-attempted";
  const summary = { mode, totals, needPerson, sourcePolicy, interrupted: signal.aborted };
  report.summary(summary);
  return exitCodeOf(summary);
}

async function tellResults(results: AsyncIterable<AccountResult>, report: PassReport, progress: Progress) {
  let totals = noTotals;
  let needPerson = 0;
  for await (const result of results) {
    totals = countResults([result], totals);
    if (needsPerson(result)) needPerson += 1;
    progress.clear();
    report.account(result);
    progress.done();
  }
  return { totals, needPerson };
}
