import { randomUUID } from "node:crypto";
import { sessionCaller } from "../authorization/caller.ts";
import { AwsError } from "../aws-error.ts";
import type { Background } from "../organizations/create-account.ts";
import { type Queue, sendTo } from "../sqs/queue.ts";
import { newSession } from "../sts/session.ts";
import { accountOf, type World } from "../world.ts";
import type { AsynchronousSettings, DeployedFunction } from "./deployed-function.ts";
import { ExecutionEnvironment, type InvocationResult } from "./environment.ts";
import { isAllowed, type ServiceCall } from "./service-calls.ts";

/**
 * Lambda's waits before its retries of an asynchronous invocation, in milliseconds.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const lambdaRetryDelays: readonly number[] = [60_000, 120_000];

/** Before an invocation that was throttled is tried again, in milliseconds. */
const throttledDelay = 200;

/** An execution environment's credentials live this long, in seconds. */
const credentialLife = 12 * 3600;

/** All that an environment logs goes into one stream. */
const logStream = "2026/01/01/[$LATEST]sandbox";

interface Surroundings {
  readonly world: World;
  readonly endpoint: () => string;
  readonly background: Background;
  readonly tell: (line: string) => void;
  /** Milliseconds. */
  readonly retryDelays: readonly number[];
}

/** Lambda: runs deployed functions in processes of their own, under their own execution roles. */
export class FunctionService {
  readonly functions = new Map<string, DeployedFunction>();
  readonly queues = new Map<string, Queue>();
  /** Log lines that reached CloudWatch Logs, by log group. */
  readonly logs = new Map<string, string[]>();
  /** Names of functions whose traces reached X-Ray. */
  readonly traces: string[] = [];
  readonly #idle = new Map<DeployedFunction, ExecutionEnvironment[]>();
  readonly #busy = new Map<ExecutionEnvironment, DeployedFunction>();
  /** Where the lines go that an environment prints: to the invocation it is at. */
  readonly #collectors = new Map<ExecutionEnvironment, string[]>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** A function by its name or ARN. */
  find(nameOrArn: string): DeployedFunction | undefined {
    return this.functions.get(nameOrArn) ?? [...this.functions.values()].find(({ arn }) => arn === nameOrArn);
  }

  /** Invokes and waits. Throws TooManyRequestsException where the reserved concurrency is used up. */
  async invoke(target: DeployedFunction, event: unknown): Promise<InvocationResult> {
    const { reservedConcurrency: limit } = target;
    const running = [...this.#busy.values()].filter((one) => one === target).length;
    if (limit !== undefined && running >= limit) {
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
    }
    const lines: string[] = [];
    const environment = this.#takeEnvironment(target, lines);
    const startedAt = Date.now();
    const deadline = startedAt + target.timeout * 1000;
    const requestId = randomUUID();
    const result = await environment.invoke({ requestId, functionArn: target.arn, event, deadline });
    this.#busy.delete(environment);
    if (environment.isUsable) this.#idle.get(target)?.push(environment);
    lines.push(reportLine(target, requestId, Date.now() - startedAt, result.memoryUsed));
    await this.#afterInvocation(target, lines);
    return result;
  }

  /** Accepts an event; retries, destinations and all go on in the background. */
  invokeAsynchronously(target: DeployedFunction, event: unknown): void {
    this.#surroundings.background(this.#invokeWithRetries(target, event));
  }

  /** Kills the processes a function is running in just now, as a host that dies does; returns how many. */
  killRunning(name: string): number {
    const running = [...this.#busy].filter(([environment, target]) => environment.isUsable && target.name === name);
    for (const [environment] of running) environment.end();
    return running.length;
  }

  end(): void {
    for (const environment of [...this.#busy.keys(), ...[...this.#idle.values()].flat()]) environment.end();
  }

  async #invokeWithRetries(target: DeployedFunction, event: unknown): Promise<void> {
    const { clock } = this.#surroundings.world;
    const { maximumRetryAttempts, maximumEventAge } = target.asynchronous;
    const acceptedAt = clock.now();
    for (let attempt = 1; ; ) {
      const result = await this.#invokeUnlessThrottled(target, event);
      const isTooOld = clock.now() - acceptedAt > maximumEventAge * 1000;
      if (result === undefined) {
        await clock.sleep(throttledDelay);
      } else if (result.functionError === undefined) {
        return this.#handOver(target, event, result, attempt, "Success");
      } else if (attempt > maximumRetryAttempts || isTooOld) {
        return this.#handOver(target, event, result, attempt, isTooOld ? "EventAgeExceeded" : "RetriesExhausted");
      } else {
        await clock.sleep(this.#surroundings.retryDelays[attempt - 1] ?? 0);
        attempt += 1;
      }
    }
  }

  async #invokeUnlessThrottled(target: DeployedFunction, event: unknown): Promise<InvocationResult | undefined> {
    try {
      return await this.invoke(target, event);
    } catch (error) {
      if (error instanceof AwsError && error.code === "TooManyRequestsException") return undefined;
      throw error;
    }
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  async #handOver(
    target: DeployedFunction,
    event: unknown,
    result: InvocationResult,
    attempts: number,
    condition: "Success" | "RetriesExhausted" | "EventAgeExceeded",
  ): Promise<void> {
    const arn = destinationFor(target.asynchronous, condition);
    if (arn === undefined) return;
    const record = {
      version: "1.0",
      timestamp: new Date(this.#surroundings.world.clock.now()).toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `${target.arn}:$LATEST`,
        condition,
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: result.functionError },
      responsePayload: JSON.parse(result.payload),
    };
    const next = this.find(arn);
    const queue = this.queues.get(arn);
    if (next !== undefined && (await this.#mayAs(target, { kind: "invoke", target: next }))) {
      this.invokeAsynchronously(next, record);
    }
    if (queue !== undefined && (await this.#mayAs(target, { kind: "send", queue })))
      sendTo(queue, JSON.stringify(record));
  }

  async #afterInvocation(target: DeployedFunction, lines: readonly string[]): Promise<void> {
    const logGroup = logGroupOf(target);
    if (await this.#mayAs(target, { kind: "write-logs", logGroup, logStream })) {
      const log = this.logs.get(logGroup) ?? [];
      log.push(...lines);
      this.logs.set(logGroup, log);
    }
    if (target.isTraced && (await this.#mayAs(target, { kind: "write-trace" }))) this.traces.push(target.name);
  }

  /** Whether the execution role allows what Lambda is about to do in the function's name; a no is told, not thrown. */
  async #mayAs(target: DeployedFunction, call: ServiceCall): Promise<boolean> {
    const { world, tell } = this.#surroundings;
    const { role, name: sessionName, accountId } = target;
    const caller = sessionCaller(world, accountOf(world, accountId), { role, sessionName, sessionPolicy: undefined });
    const allowed = await isAllowed(world, caller, call);
    if (!allowed) tell(`${target.name}: its execution role does not allow ${call.kind}; it was not done`);
    return allowed;
  }

  #takeEnvironment(target: DeployedFunction, lines: string[]): ExecutionEnvironment {
    const idle = this.#idle.get(target) ?? [];
    this.#idle.set(target, idle);
    const warm = idle.pop();
    const isFresh = warm?.isUsable && warm.expiresAt > this.#surroundings.world.clock.now();
    if (!isFresh) warm?.end();
    const environment = isFresh ? warm : this.#newEnvironment(target);
    this.#collectors.set(environment, lines);
    this.#busy.set(environment, target);
    return environment;
  }

  #newEnvironment(target: DeployedFunction): ExecutionEnvironment {
    const environment: ExecutionEnvironment = new ExecutionEnvironment({
      variables: this.#variablesOf(target),
      memorySize: target.memorySize,
      expiresAt: this.#surroundings.world.clock.now() + credentialLife * 1000,
      onLine: (line) => {
        this.#collectors.get(environment)?.push(line);
        this.#surroundings.tell(`${target.name}: ${line}`);
      },
    });
    return environment;
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
  #variablesOf(target: DeployedFunction): Readonly<Record<string, string>> {
    const { world, endpoint } = this.#surroundings;
    const { role, accountId, name: sessionName } = target;
    const session = newSession(world, role, accountId, { sessionName, seconds: credentialLife });
    return {
      ...target.variables,
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
      AWS_REGION: world.region,
      AWS_DEFAULT_REGION: world.region,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_NAME: target.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(target.memorySize),
      AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(target),
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      LAMBDA_TASK_ROOT: target.folder,
      _HANDLER: target.handler,
      // Not the host's: it may hold an AWS configuration.
      HOME: target.folder,
      TZ: ":UTC",
      AWS_ENDPOINT_URL: endpoint(),
    };
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
function reportLine({ memorySize }: DeployedFunction, requestId: string, duration: number, memoryUsed: number): string {
  return `REPORT RequestId: ${requestId}\tDuration: ${duration}.00 ms\tBilled Duration: ${duration} ms\tMemory Size: ${memorySize} MB\tMax Memory Used: ${memoryUsed} MB`;
}

function logGroupOf({ name }: DeployedFunction): string {
  return `/aws/lambda/${name}`;
}

function destinationFor({ onSuccess, onFailure }: AsynchronousSettings, condition: string): string | undefined {
  return condition === "Success" ? onSuccess : onFailure;
}
