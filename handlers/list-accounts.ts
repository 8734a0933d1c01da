import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { parseListAccountsInput } from "#events/list-accounts-input.ts";
import { createOrganizationsClient, createS3Client } from "#shared/aws/clients.ts";
import { readRunBucket } from "#shared/environment.ts";
import { type ListedRun, listRun } from "#shared/run/list-run.ts";
import { RunStore } from "#shared/run/run-store.ts";
import { createRuntime, deploymentOf } from "#shared/runtime.ts";
import { logger } from "#shared/telemetry.ts";

// Called by AWS: as the first state of a run.
export const handler = middy<unknown, ListedRun>().use(injectLambdaContext(logger)).handler(onEvent);

// Runs on cold start only.
const runtime = createRuntime();
const organizations = createOrganizationsClient(runtime.settings);
const store = new RunStore(createS3Client(runtime.settings), readRunBucket());
const deployment = deploymentOf(runtime, organizations);

// Runs per event.
async function onEvent(event: unknown): Promise<ListedRun> {
  const input = parseListAccountsInput(event);
  const listed = await listRun(input, await deployment(), { organizations, store });
  logger.info("run listed", { runId: listed.runId, mode: listed.mode, accounts: listed.accounts });
  return listed;
}
