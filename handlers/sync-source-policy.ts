import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import { parseSourceSyncInput } from "#events/source-sync-input.ts";
import { createAwsClients } from "#shared/aws/clients.ts";
import { createRuntime, deploymentOf } from "#shared/runtime.ts";
import { handleSourceSync } from "#shared/source-policy/handle-source-sync.ts";
import { reconcileSourcePolicy, type SourcePolicyResult } from "#shared/source-policy/reconcile.ts";
import type { SourcePolicySummary } from "#shared/source-policy/summary.ts";
import { countSourcePolicyConflict, logger, logOutcome, metrics } from "#shared/telemetry.ts";

// Called by AWS: after every onboarding, as its on-success destination; by the rules of accounts that left; by the run; or
// by hand with {} or {"mode": "plan"}.
export const handler = middy<unknown, SourcePolicyResult | SourcePolicySummary>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler(onEvent);

// Runs on cold start only.
const runtime = createRuntime();
const aws = createAwsClients(runtime.settings);
const deployment = deploymentOf(runtime, aws.organizations);

// Runs per event.
async function onEvent(event: unknown): Promise<SourcePolicyResult | SourcePolicySummary> {
  return handleSourceSync(parseSourceSyncInput(event), {
    reconcile: async (mode) => reconcileSourcePolicy(mode, await deployment(), aws),
    report,
  });
}

function report(result: SourcePolicyResult): void {
  logOutcome("source policy", result);
  countSourcePolicyConflict(result.status);
}
