import type { SourceSyncInput } from "#events/source-sync-input.ts";
import type { Mode } from "#shared/outcome.ts";
import { UnfinishedError } from "#shared/unfinished.ts";
import type { SourcePolicyResult } from "./reconcile.ts";
import { type SourcePolicySummary, summaryOf } from "./summary.ts";

interface Services {
  readonly reconcile: (mode: Mode) => Promise<SourcePolicyResult>;
  readonly report: (result: SourcePolicyResult) => void;
}

/**
 * Answers one invocation of `sync-source-policy`. After an event, a source account that was not reached or failed is
 * thrown as UnfinishedError, so that Lambda tries again and then keeps the event; by hand the outcome is returned, and
 * to a run without the documents, for they do not fit into a state.
 */
export async function handleSourceSync(
  { by, mode }: SourceSyncInput,
  { reconcile, report }: Services,
): Promise<SourcePolicyResult | SourcePolicySummary> {
  const result = await reconcile(mode);
  report(result);
  if (by === "event" && (result.status === "unreachable" || result.status === "failed")) {
    throw new UnfinishedError("the source policy", result);
  }
  return by === "run" ? summaryOf(result) : result;
}
