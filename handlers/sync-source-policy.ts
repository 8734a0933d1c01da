import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import { parseSourceSyncInput } from "#events/source-sync-input.ts";
import { createRuntime } from "#shared/runtime.ts";
import { handleSourceSync } from "#shared/source-policy/handle-source-sync.ts";
import { reconcileSourcePolicy, type SourcePolicyResult } from "#shared/source-policy/reconcile.ts";
import { countSourcePolicyConflict, logger, logOutcome, metrics } from "#shared/telemetry.ts";

// Called by AWS: after every onboarding, as its on-success destination, or by hand with {} or {"mode": "plan"}.
export const handler = middy<unknown, SourcePolicyResult>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler(onEvent);

// Runs on cold start only.
const { aws, deployment } = createRuntime();

// Runs per event.
async function onEvent(event: unknown): Promise<SourcePolicyResult> {
  return handleSourceSync(parseSourceSyncInput(event), {
    reconcile: async (mode) => reconcileSourcePolicy(mode, await deployment(), aws),
    report,
  });
}

function report(result: SourcePolicyResult): void {
  logOutcome("source policy", result);
  countSourcePolicyConflict(result.status);
}
