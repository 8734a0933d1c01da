import { setTimeout as sleep } from "node:timers/promises";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import { parseOnboardingInput } from "#events/onboarding-input.ts";
import { createAwsClients, createStepFunctionsClient } from "#shared/aws/clients.ts";
import { readStateMachineArn } from "#shared/environment.ts";
import { handleOnboarding, type OnboardingResult } from "#shared/onboarding/handle-onboarding.ts";
import { onboardAccount } from "#shared/onboarding/onboard-account.ts";
import { startRun } from "#shared/run/start-run.ts";
import { createRuntime, deploymentOf } from "#shared/runtime.ts";
import { countAccount, logger, logOutcome, metrics, recordTimeToRole } from "#shared/telemetry.ts";

// Called by AWS: by the EventBridge rules for accounts that come and move, or by hand with {"accountId": "…"}.
export const handler = middy<unknown, OnboardingResult>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler(onEvent);

// Runs on cold start only.
const runtime = createRuntime();
const aws = createAwsClients(runtime.settings);
const stateMachines = createStepFunctionsClient(runtime.settings);
const stateMachineArn = readStateMachineArn();
const deployment = deploymentOf(runtime, aws.organizations);
const services = { aws, now: Date.now, sleep, random: Math.random };

// Runs per event.
async function onEvent(event: unknown): Promise<OnboardingResult> {
  return handleOnboarding(parseOnboardingInput(event), {
    onboard: async (accountId) => onboardAccount(accountId, await deployment(), services),
    startRun: (eventId) => startRun(stateMachines, stateMachineArn, eventId),
    report,
    recordTimeToRole,
    now: Date.now,
  });
}

function report(result: OnboardingResult): void {
  logOutcome("onboarding", result);
  if ("accountId" in result) countAccount(result.status);
}
