import { setTimeout as sleep } from "node:timers/promises";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import { parseOnboardingInput } from "#events/onboarding-input.ts";
import { handleOnboarding, type OnboardingResult } from "#shared/onboarding/handle-onboarding.ts";
import { onboardAccount } from "#shared/onboarding/onboard-account.ts";
import { createRuntime } from "#shared/runtime.ts";
import { countAccount, logger, logOutcome, metrics, recordTimeToRole } from "#shared/telemetry.ts";

// Called by AWS: by the EventBridge rule for CreateAccountResult, or by hand with {"accountId": "…"}.
export const handler = middy<unknown, OnboardingResult>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler(onEvent);

// Runs on cold start only.
const { aws, deployment } = createRuntime();
const services = { aws, now: Date.now, sleep, random: Math.random };

// Runs per event.
async function onEvent(event: unknown): Promise<OnboardingResult> {
  return handleOnboarding(parseOnboardingInput(event), {
    onboard: async (accountId) => onboardAccount(accountId, await deployment(), services),
    report,
    recordTimeToRole,
    now: Date.now,
  });
}

function report(result: OnboardingResult): void {
  logOutcome("onboarding", result);
  if (result.status !== "creation-failed") countAccount(result.status);
}
