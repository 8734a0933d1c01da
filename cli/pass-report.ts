import { type AccountResult, accountStatuses, type Totals } from "#shared/run/account-result.ts";
import type { SourcePolicyResult } from "#shared/source-policy/reconcile.ts";
import { accountLines } from "./account-text.ts";
import { changeLines } from "./change-text.ts";
import { countsText } from "./counts-text.ts";
import { exitCodes } from "./exit-codes.ts";
import type { CommonOptions } from "./options.ts";
import { proseLines } from "./prose.ts";
import { terminal } from "./terminal.ts";

/** What a pass came to. */
export interface PassSummary {
  readonly mode: "apply" | "plan";
  readonly totals: Totals;
  readonly needPerson: number;
  readonly sourcePolicy: string;
  /** Whether it was ended before every account was done. */
  readonly interrupted: boolean;
}

/** How a pass is told: account by account, then the source policy, then all of it summed up. */
export interface PassReport {
  readonly account: (result: AccountResult) => void;
  readonly sourcePolicy: (result: SourcePolicyResult) => void;
  readonly summary: (summary: PassSummary) => void;
}

export function passReport(output: CommonOptions["output"]): PassReport {
  return output === "json" ? jsonReport : textReport();
}

/** Newline-delimited JSON, each line with its `type`. */
const jsonReport: PassReport = {
  account: (result) => terminal.data(JSON.stringify({ type: "account", ...result })),
  sourcePolicy: (result) => terminal.data(JSON.stringify({ type: "source-policy", ...result })),
  summary: (summary) => terminal.data(JSON.stringify({ type: "summary", ...summary, exitCode: exitCodeOf(summary) })),
};

/** For people. What a new role is made of is shown once: it is the same in every account, but for the account's id. */
function textReport(): PassReport {
  let hasShownRole = false;
  return {
    account: (result) => {
      for (const line of accountLines(result, hasShownRole)) terminal.data(line);
      hasShownRole ||= "changes" in result && result.changes.some(({ kind }) => kind === "create-role");
    },
    sourcePolicy: tellSourcePolicy,
    summary: tellSummary,
  };
}

function tellSourcePolicy(result: SourcePolicyResult): void {
  terminal.data(`\nsource policy: ${result.status}${"reason" in result ? `, ${result.reason}` : ""}`);
  const changes = "changes" in result ? result.changes : [];
  for (const line of changes.flatMap((change) => changeLines(change))) terminal.data(line);
  const remedies = "remedy" in result ? [result.remedy] : [];
  const found = result.findings.map(({ kind, principal, remedy }) => `${kind} ${principal}: ${remedy}`);
  for (const line of [...remedies, ...found].flatMap((text) => proseLines(text))) terminal.data(line);
}

function tellSummary({ totals, needPerson, interrupted }: PassSummary): void {
  const sum = Object.values(totals).reduce((all, count) => all + count, 0);
  const parts = countsText(totals);
  terminal.data(`\n${sum} ${sum === 1 ? "account" : "accounts"}${parts === "" ? "" : `: ${parts}`}`);
  if (needPerson > 0) terminal.data(`${needPerson} ${needPerson === 1 ? "needs" : "need"} a person: see above`);
  if (interrupted) terminal.data("Interrupted. Run the same command again: what was done is found in sync.");
}

const fine: ReadonlySet<string> = new Set(["in-sync", "created", "repaired", "skipped"]);

/** Differences count before trouble in a plan: they are what it is asked for. */
export function exitCodeOf({ mode, totals, sourcePolicy, interrupted }: PassSummary): number {
  if (mode === "plan" && (totals.planned > 0 || sourcePolicy === "planned")) return exitCodes.differences;
  const trouble = accountStatuses.some((status) => totals[status] > 0 && !fine.has(status));
  return trouble || interrupted || !fine.has(sourcePolicy) ? exitCodes.trouble : exitCodes.done;
}
