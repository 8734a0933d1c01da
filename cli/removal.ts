import { type RemovalOutcome, removeMemberRole } from "#shared/member-role/remove.ts";
import type { Mode, SkipReason } from "#shared/outcome.ts";
import type { Wanted } from "#shared/run/stream-accounts.ts";
import { removeSourcePolicy } from "#shared/source-policy/remove.ts";
import type { Connection } from "./connect.ts";
import type { AccountOptions } from "./options.ts";
import { type PassResult, passOver } from "./pass.ts";
import { Progress } from "./progress.ts";
import type { RemovalReport, RemovalTotals } from "./removal-report.ts";
import { wantedBy } from "./selection.ts";
import { terminal } from "./terminal.ts";

type Options = Pick<AccountOptions, "accounts" | "exclude" | "ou" | "concurrency">;

/** What there is to remove. */
export interface Removal {
  readonly accountIds: readonly string[];
  readonly hasSourcePolicy: boolean;
  readonly totals: RemovalTotals;
}

/** Accounts in which nothing works. What is out of scope by configuration may still have a role of ours. */
const closed: ReadonlySet<SkipReason> = new Set(["suspended", "closed", "pending-activation"]);

/** Looks in every chosen account; the source policy is looked for where no accounts are chosen. */
export async function planRemoval(
  options: Options,
  connection: Connection,
  report: RemovalReport,
  signal: AbortSignal,
): Promise<Removal> {
  const wanted = await wantedBy(options, connection.aws.organizations);
  const { totals, done: accountIds } = await pass("plan", wanted, options, connection, { report, signal });
  if (!wanted.everything) return { accountIds, hasSourcePolicy: false, totals };
  const source = await removeSourcePolicy("plan", connection.deployment, connection.aws);
  report.sourcePolicy(source);
  return { accountIds, hasSourcePolicy: source.status === "planned", totals };
}

/** Removes what was planned, the roles first. */
export async function remove(
  { accountIds, hasSourcePolicy }: Removal,
  options: Options,
  connection: Connection,
  report: RemovalReport,
  signal: AbortSignal,
): Promise<RemovalTotals> {
  const wanted = { everything: false, accounts: new Set(accountIds), units: new Set<string>() };
  const { totals } = await pass("apply", wanted, options, connection, { report, signal });
  if (!hasSourcePolicy || totals["not-attempted"] > 0) return totals;
  const source = await removeSourcePolicy("apply", connection.deployment, connection.aws);
  report.sourcePolicy(source);
  return source.status === "removed" ? totals : { ...totals, failed: totals.failed + 1 };
}

async function pass(
  mode: Mode,
  wanted: Wanted,
  { exclude, concurrency }: Options,
  connection: Connection,
  { report, signal }: { readonly report: RemovalReport; readonly signal: AbortSignal },
): Promise<{ readonly totals: RemovalTotals; readonly done: readonly string[] }> {
  const { aws, deployment } = connection;
  const progress = new Progress(terminal.hasProgress);
  const results = passOver<RemovalOutcome>(connection, {
    wanted,
    work: (accountId) => removeMemberRole(accountId, mode, deployment, aws),
    isSkipped: (skip) => closed.has(skip),
    exclude: new Set(exclude),
    concurrency: concurrency ?? deployment.config.concurrency,
    signal,
    progress,
  });
  const totals = {
    absent: 0,
    planned: 0,
    removed: 0,
    conflict: 0,
    skipped: 0,
    unreachable: 0,
    failed: 0,
    "not-attempted": 0,
  };
  const done: string[] = [];
  for await (const result of results) {
    totals[result.status] += 1;
    if (isDone(result)) done.push(result.accountId);
    progress.clear();
    report.account(result);
    progress.done();
  }
  progress.clear();
  report.summary(mode, totals);
  return { totals, done };
}

function isDone({ status }: PassResult<RemovalOutcome>): boolean {
  return status === "planned" || status === "removed";
}
