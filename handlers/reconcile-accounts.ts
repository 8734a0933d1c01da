import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { parseReconcileAccountsInput } from "#events/reconcile-accounts-input.ts";
import { createAccountClients, createS3Client } from "#shared/aws/clients.ts";
import { readRunBucket } from "#shared/environment.ts";
import { type PageResult, reconcilePage } from "#shared/run/reconcile-page.ts";
import { RunStore } from "#shared/run/run-store.ts";
import { createRuntime } from "#shared/runtime.ts";
import { logAccount, logger } from "#shared/telemetry.ts";

// Called by AWS: as a state of a run, once for every page of accounts.
export const handler = middy<unknown, PageResult>().use(injectLambdaContext(logger)).handler(onEvent);

// Runs on cold start only.
const { settings, deploymentIn } = createRuntime();
const aws = createAccountClients(settings);
const store = new RunStore(createS3Client(settings), readRunBucket());

// Runs per event.
async function onEvent(event: unknown, context: { getRemainingTimeInMillis: () => number }): Promise<PageResult> {
  const timeLeft = () => context.getRemainingTimeInMillis();
  return reconcilePage(parseReconcileAccountsInput(event), { aws, store, deploymentIn, timeLeft, report: logAccount });
}
