import type { RemovalOutcome } from "#shared/member-role/remove.ts";
import type { SourceRemovalOutcome } from "#shared/source-policy/remove.ts";
import { changeLines } from "./change-text.ts";
import { countsText } from "./counts-text.ts";
import { exitCodes } from "./exit-codes.ts";
import type { PassResult } from "./pass.ts";
import { proseLines } from "./prose.ts";
import { terminal } from "./terminal.ts";

type Result = PassResult<RemovalOutcome>;

export type RemovalTotals = Readonly<Record<Result["status"], number>>;

/** How a removal is told: account by account, the sum, then the source policy. */
export interface RemovalReport {
  readonly account: (result: Result) => void;
  readonly sourcePolicy: (outcome: SourceRemovalOutcome) => void;
  readonly summary: (mode: "plan" | "apply", totals: RemovalTotals) => void;
}

export function removalReport(output: "text" | "json"): RemovalReport {
  return output === "json" ? jsonReport : textReport;
}

const jsonReport: RemovalReport = {
  account: (result) => terminal.data(JSON.stringify({ type: "removal", ...result })),
  sourcePolicy: (outcome) => terminal.data(JSON.stringify({ type: "source-policy-removal", ...outcome })),
  summary: (mode, totals) => terminal.data(JSON.stringify({ type: "removal-summary", mode, totals })),
};

const textReport: RemovalReport = {
  account: (result) => {
    // Most accounts of an organization that was never onboarded have nothing to tell.
    if (result.status === "absent" || result.status === "skipped") return;
    const detail = "reason" in result ? result.reason : "code" in result ? `${result.code}: ${result.message}` : "";
    terminal.data([result.status.padEnd(13), result.accountId, result.name, detail].join("  ").trimEnd());
    const changes = "changes" in result ? result.changes : [];
    for (const { kind, before } of changes)
      terminal.data(`    ${kind} ${typeof before === "string" ? before : ""}`.trimEnd());
    for (const line of "remedy" in result ? proseLines(result.remedy) : []) terminal.data(line);
  },
  sourcePolicy: (outcome) => {
    terminal.data(`source policy: ${outcome.status}`);
    const changes = "changes" in outcome ? outcome.changes : [];
    for (const line of changes.flatMap((change) => changeLines(change, true))) terminal.data(line);
    for (const line of "remedy" in outcome ? proseLines(outcome.remedy) : []) terminal.data(line);
  },
  summary: (mode, totals) => {
    const parts = countsText(totals);
    terminal.data(`${mode === "plan" ? "to remove" : "removed"}: ${parts === "" ? "no account" : parts}\n`);
  },
};

/** What is not ours stays and is no trouble. */
export function removalExitCode(totals: RemovalTotals): number {
  const trouble = totals.failed + totals.unreachable + totals["not-attempted"];
  return trouble > 0 ? exitCodes.trouble : exitCodes.done;
}
