import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { PublishCommand } from "@aws-sdk/client-sns";
import middy from "@middy/core";
import { parseReportRunInput } from "#events/report-run-input.ts";
import { createS3Client, createSnsClient } from "#shared/aws/clients.ts";
import { readRunBucket, readStateMachineArn, readTopicArn } from "#shared/environment.ts";
import { handleReport, type ReportedRun } from "#shared/run/handle-report.ts";
import { reportRun } from "#shared/run/report-run.ts";
import { RunStore } from "#shared/run/run-store.ts";
import { createRuntime } from "#shared/runtime.ts";
import { logger, metrics, recordRun } from "#shared/telemetry.ts";

// Called by AWS: as the last state of a run.
export const handler = middy<unknown, ReportedRun>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler(onEvent);

// Runs on cold start only.
const { settings, deploymentIn } = createRuntime();
const store = new RunStore(createS3Client(settings), readRunBucket());
const sns = createSnsClient(settings);
const TopicArn = readTopicArn();
const stateMachineArn = readStateMachineArn();

// Runs per event.
async function onEvent(event: unknown): Promise<ReportedRun> {
  const input = parseReportRunInput(event);
  return handleReport(await reportRun(input, { store, deploymentIn, now: Date.now }), {
    stateMachineArn,
    record: recordRun,
    notify: async ({ subject: Subject, message: Message }) => {
      await sns.send(new PublishCommand({ TopicArn, Subject, Message }));
    },
  });
}
