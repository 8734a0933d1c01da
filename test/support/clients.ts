import { IAMClient } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import type { Keys, Sandbox } from "#sandbox/start.ts";

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
