import type { Outcome } from "#shared/outcome.ts";
import type { Finding, SourceChange } from "./change.ts";
import type { SourcePolicyResult } from "./reconcile.ts";

type ChangeSummary = Pick<SourceChange, "kind" | "policyName" | "why">;

/** What happened to the source policy, its changes without the documents. */
export type SourcePolicySummary = Outcome<ChangeSummary> & { readonly findings: readonly Finding[] };

export function summaryOf(result: SourcePolicyResult): SourcePolicySummary {
  switch (result.status) {
    case "created":
    case "repaired":
    case "planned":
    case "drifted":
    case "conflict":
      return { ...result, changes: result.changes.map(changeSummary) };
    case "failed":
      return { ...result, applied: result.applied.map(changeSummary) };
    case "in-sync":
    case "skipped":
    case "unreachable":
      return result;
  }
}

function changeSummary({ kind, policyName, why }: SourceChange): ChangeSummary {
  return { kind, policyName, why };
}
