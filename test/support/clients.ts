import { IAMClient } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import type { Keys, Sandbox } from "#sandbox/start.ts";
import { type RunReport, runReportSchema } from "#shared/run/report-schema.ts";

export type Person = keyof Sandbox["greeting"]["credentials"];

function settings({ greeting }: Sandbox, credentials: Keys) {
  return { endpoint: greeting.endpoint, region: greeting.region, credentials, maxAttempts: 1 };
}

function keysOf({ greeting }: Sandbox, who: Person | Keys): Keys {
  return typeof who === "string" ? greeting.credentials[who] : who;
}

export function iamAs(sandbox: Sandbox, who: Person | Keys): IAMClient {
  return new IAMClient(settings(sandbox, keysOf(sandbox, who)));
}

export function stsAs(sandbox: Sandbox, who: Person | Keys): STSClient {
  return new STSClient(settings(sandbox, keysOf(sandbox, who)));
}

export function organizationsAs(sandbox: Sandbox, who: Person | Keys): OrganizationsClient {
  return new OrganizationsClient(settings(sandbox, keysOf(sandbox, who)));
}

export function lambdaAs(sandbox: Sandbox, who: Person | Keys): LambdaClient {
  return new LambdaClient(settings(sandbox, keysOf(sandbox, who)));
}

export function stepFunctionsAs(sandbox: Sandbox, who: Person | Keys): SFNClient {
  return new SFNClient(settings(sandbox, keysOf(sandbox, who)));
}

export function s3As(sandbox: Sandbox, who: Person | Keys): S3Client {
  return new S3Client(settings(sandbox, keysOf(sandbox, who)));
}

/** Starts a run as people do by hand, and waits for its end. */
export async function startRun(sandbox: Sandbox, input: unknown): Promise<DescribeExecutionCommandOutput> {
  const sfn = stepFunctionsAs(sandbox, "management");
  const { stateMachineArn } = sandbox.greeting;
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  await sandbox.idle();
  return sfn.send(new DescribeExecutionCommand({ executionArn: started.executionArn }));
}

/** The report of a run, as people read it, checked against its schema. */
export async function reportOf(sandbox: Sandbox, runId: string): Promise<RunReport> {
  const [Bucket] = [...sandbox.buckets.keys()].filter((name) => name.includes("runbucket"));
  const s3 = s3As(sandbox, "management");
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket, Key: `runs/${runId}/report.json` }));
  return runReportSchema.parse(JSON.parse((await body?.transformToString()) ?? ""));
}

/** A run that has to succeed, and its report. */
export async function run(sandbox: Sandbox, input: unknown = {}): Promise<RunReport> {
  const { status, name, cause } = await startRun(sandbox, input);
  if (status !== "SUCCEEDED") throw new Error(`the run ended ${status}: ${cause}`);
  return reportOf(sandbox, name ?? "");
}

/** Assumes a role of an account; rejects with AWS's answer. */
export async function assume(
  sandbox: Sandbox,
  who: Person | Keys,
  accountId: string,
  role: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Keys> {
  const RoleArn = `arn:${sandbox.world.partition}:iam::${accountId}:role/${role}`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more });
  const { Credentials: keys } = await stsAs(sandbox, who).send(command);
  return {
    accessKeyId: keys?.AccessKeyId ?? "",
    secretAccessKey: keys?.SecretAccessKey ?? "",
    sessionToken: keys?.SessionToken ?? "",
  };
}

/** An administrator's IAM in a member account. */
export async function administratorOf(sandbox: Sandbox, accountId: string): Promise<IAMClient> {
  if (accountId === sandbox.world.managementAccountId) return iamAs(sandbox, "management");
  return iamAs(sandbox, await assume(sandbox, "management", accountId, "OrganizationAccountAccessRole"));
}

/** Invokes a function and waits; the outcome as it came, with any error in it. */
export async function invoke(sandbox: Sandbox, name: string, payload: unknown): Promise<Record<string, unknown>> {
  const FunctionName = `assumable-prod-${name}`;
  const answer = await lambdaAs(sandbox, "management").send(
    new InvokeCommand({ FunctionName, Payload: typeof payload === "string" ? payload : JSON.stringify(payload) }),
  );
  return JSON.parse(answer.Payload?.transformToString() ?? "null");
}

/** Invokes a function without waiting, as EventBridge does; what comes of it is known when the sandbox is idle. */
export async function invokeAsynchronously(sandbox: Sandbox, name: string, payload: unknown): Promise<void> {
  const FunctionName = `assumable-prod-${name}`;
  const Payload = JSON.stringify(payload);
  await lambdaAs(sandbox, "management").send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload }));
}

/** Bodies of the messages in a queue of the stack. */
export function messagesIn(sandbox: Sandbox, queueName: string): readonly Record<string, unknown>[] {
  const queue = [...sandbox.functions.queues.values()].find(({ name }) => name.includes(queueName));
  if (queue === undefined) throw new Error(`no queue ${queueName}`);
  return queue.messages.map(({ body }) => JSON.parse(body));
}
