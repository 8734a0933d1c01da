import { GetAccountSummaryCommand, IAMClient } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { clientEnvironment } from "#sandbox/client-environment.ts";
import type { AdjustableClock } from "#sandbox/clock.ts";
import type { Keys, Sandbox } from "#sandbox/start.ts";
import { type RunReport, runReportSchema } from "#shared/run/report-schema.ts";

type Person = keyof Sandbox["greeting"]["credentials"];

interface SeenOutcome {
  readonly status: string;
  readonly remedy: string;
  readonly changes: readonly { readonly kind: string }[];
}

/** What the steps of the story work with: the sandbox, its clock, and AWS clients as anybody would make them. */
export class Story {
  readonly sandbox: Sandbox;
  readonly clock: AdjustableClock;
  readonly roleName = "CrossAccountReadOnlyRole";

  /** The AWS CLI, where it is to do what people do with it. */
  readonly awsCli: string | undefined;

  constructor(sandbox: Sandbox, clock: AdjustableClock, awsCli: string | undefined) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.awsCli = awsCli;
  }

  /** What the AWS CLI needs to work on the sandbox as the management administrator, and no more. */
  awsEnvironment(): NodeJS.ProcessEnv {
    const { greeting } = this.sandbox;
    return {
      PATH: process.env["PATH"],
      AWS_DEFAULT_REGION: greeting.region,
      ...clientEnvironment(greeting, greeting.credentials.management),
    };
  }

  get accounts(): Sandbox["greeting"]["accounts"] {
    return this.sandbox.greeting.accounts;
  }

  organizations(credentials: Keys = this.sandbox.greeting.credentials.management): OrganizationsClient {
    return new OrganizationsClient({ ...this.#settings("management"), credentials });
  }

  /** Invokes a function of the stack by hand and waits; what it returned or threw. */
  async invoke(name: string, input: unknown): Promise<Record<string, unknown>> {
    const lambda = new LambdaClient(this.#settings("management"));
    const command = new InvokeCommand({ FunctionName: `assumable-prod-${name}`, Payload: JSON.stringify(input) });
    return JSON.parse((await lambda.send(command)).Payload?.transformToString() ?? "{}");
  }

  async onboard(accountId: string): Promise<SeenOutcome> {
    const answer = await this.invoke("onboard-account", { accountId });
    expect(answer["errorType"] === undefined, `onboard-account threw: ${JSON.stringify(answer)}`);
    return { status: "", remedy: "", changes: [], ...answer };
  }

  logsOf(name: string): readonly string[] {
    return this.sandbox.functions.logs.get(`/aws/lambda/assumable-prod-${name}`) ?? [];
  }

  /** Starts a run by hand and waits for its report. */
  async run(input: unknown): Promise<RunReport> {
    const sfn = new SFNClient(this.#settings("management"));
    const { stateMachineArn } = this.sandbox.greeting;
    const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
    await this.sandbox.idle();
    const ended = await sfn.send(new DescribeExecutionCommand({ executionArn: started.executionArn }));
    expect(ended.status === "SUCCEEDED", `the run ended ${ended.status}: ${ended.cause}`);
    return this.report(JSON.parse(ended.output ?? "{}").report);
  }

  /** A report by where it is, as in `s3://bucket/runs/…/report.json`. */
  async report(location: string): Promise<RunReport> {
    const { hostname: Bucket, pathname } = new URL(location);
    const s3 = new S3Client(this.#settings("management"));
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket, Key: pathname.slice(1) }));
    return runReportSchema.parse(JSON.parse((await body?.transformToString()) ?? "{}"));
  }

  /** IAM with the given keys, in whichever account they belong to. */
  iam(credentials: Keys): IAMClient {
    return new IAMClient({ ...this.#settings("management"), credentials });
  }

  /** Assumes a role as one of the sandbox's people; rejects with AWS's answer. */
  async assume(who: Person, accountId: string, roleName = this.roleName): Promise<Keys> {
    const sts = new STSClient(this.#settings(who));
    const RoleArn = `arn:${this.sandbox.world.partition}:iam::${accountId}:role/${roleName}`;
    const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "demo" }));
    return {
      accessKeyId: keys?.AccessKeyId ?? "",
      secretAccessKey: keys?.SecretAccessKey ?? "",
      sessionToken: keys?.SessionToken ?? "",
    };
  }

  /** One harmless read with the given keys. */
  async read(keys: Keys): Promise<void> {
    await this.iam(keys).send(new GetAccountSummaryCommand());
  }

  #settings(who: Person) {
    const { endpoint, region, credentials } = this.sandbox.greeting;
    return { endpoint, region, credentials: credentials[who], maxAttempts: 1 };
  }
}

/** A check of the story did not hold. */
class StoryError extends Error {
  override readonly name = "StoryError";
}

export function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new StoryError(otherwise);
}

/** The name of AWS's error where a request is refused; throws StoryError where it is not. */
export async function refusal(request: Promise<unknown>, who: string): Promise<string> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Error && error.name === "AccessDenied") return error.name;
    throw error;
  }
  throw new StoryError(`${who} was let in`);
}

/** Asks again and again until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
