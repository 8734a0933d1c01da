import { ExecutionTimeoutError, type RunOptions, StateMachine } from "aws-local-stepfunctions";
import { sessionCaller } from "../authorization/caller.ts";
import { AwsError } from "../aws-error.ts";
import type { FunctionService } from "../functions/function-service.ts";
import { isAllowed } from "../functions/service-calls.ts";
import type { Background } from "../organizations/create-account.ts";
import { accountOf, type World } from "../world.ts";
import { historyEventsOf } from "./history.ts";
import type { DeployedStateMachine, Execution } from "./state-machine.ts";
import { taskStatesOf } from "./task-states.ts";

/** Bytes of an input or result. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestPayload = 262_144;

/** A task failed; the name is what Retry and Catch match. */
class TaskError extends Error {
  override readonly name: string;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

interface Surroundings {
  readonly world: World;
  readonly functions: FunctionService;
  readonly background: Background;
  /** Milliseconds before a state is tried again; what the definition says where undefined. */
  readonly taskRetryDelay: number | undefined;
}

/** Step Functions: runs deployed state machines, every task under the state machine's own role. */
export class StateMachineService {
  readonly machines = new Map<string, DeployedStateMachine>();
  readonly executions = new Map<string, Execution>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Starts an execution and goes on in the background. `input` is JSON text. */
  start(machine: DeployedStateMachine, name: string, input: string): Execution {
    const { world, background } = this.#surroundings;
    const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
    const known = this.executions.get(arn);
    if (known !== undefined) {
      // https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
      if (known.status === "RUNNING" && known.input === input) return known;
      throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    }
    const execution: Execution = {
      arn,
      name,
      stateMachineArn: machine.arn,
      input,
      startDate: new Date(world.clock.now()),
      status: "RUNNING",
      stopDate: undefined,
      output: undefined,
      error: undefined,
      cause: undefined,
      historyEvents: 0,
      largestPayload: 0,
    };
    this.executions.set(arn, execution);
    background(this.#run(machine, execution));
    return execution;
  }

  async #run(machine: DeployedStateMachine, execution: Execution): Promise<void> {
    const running = engineFor(machine).run(JSON.parse(execution.input), this.#runOptions(machine, execution));
    const counted = countHistory(running.eventLogs, execution);
    try {
      execution.output = JSON.stringify(await running.result);
      execution.status = "SUCCEEDED";
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      execution.status = error instanceof ExecutionTimeoutError ? "TIMED_OUT" : "FAILED";
      execution.error = cause instanceof Error ? cause.name : "States.Runtime";
      execution.cause = cause instanceof Error ? cause.message : String(cause);
    }
    execution.stopDate = new Date(this.#surroundings.world.clock.now());
    await counted;
  }

  #runOptions(machine: DeployedStateMachine, execution: Execution): RunOptions {
    const { taskRetryDelay } = this.#surroundings;
    const tasks = [...taskStatesOf(machine.definition)];
    const handlers = tasks.map(([state, resource]) => [
      state,
      (input: unknown) => this.#invoke(machine, execution, resource, input),
    ]);
    const delays = taskRetryDelay === undefined ? [] : tasks.map(([state]) => [state, taskRetryDelay]);
    return {
      context: { Execution: { Id: execution.arn, Name: execution.name, RoleArn: machine.role.arn } },
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(handlers),
        retryIntervalOverrides: Object.fromEntries(delays),
      },
    };
  }

  /** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
  async #invoke(machine: DeployedStateMachine, execution: Execution, resource: string, input: unknown) {
    const { world, functions } = this.#surroundings;
    measure(execution, JSON.stringify(input));
    const { role, accountId } = machine;
    const caller = sessionCaller(world, accountOf(world, accountId), {
      role,
      sessionName: execution.name,
      sessionPolicy: undefined,
    });
    const target = functions.find(resource);
    if (target === undefined || !(await isAllowed(world, caller, { kind: "invoke", target }))) {
      const message = `User: ${caller.arn} is not authorized to perform: lambda:InvokeFunction on resource: ${resource}`;
      throw new TaskError("Lambda.AWSLambdaException", message);
    }
    const { payload, functionError } = await functions.invoke(target, input).catch((error: unknown) => {
      throw error instanceof AwsError ? new TaskError(`Lambda.${error.code}`, error.message) : error;
    });
    if (functionError !== undefined) throw new TaskError(JSON.parse(payload).errorType ?? "Lambda.Unknown", payload);
    measure(execution, payload);
    return JSON.parse(payload);
  }
}

/**
 * The engine checks the definition against the Amazon States Language and refuses a faulty one. It does not know every
 * partition, so ARNs are looked up among the deployed functions instead.
 */
export function engineFor({ definition }: Pick<DeployedStateMachine, "definition">): StateMachine {
  if (!isDefinition(definition)) throw new Error("a state machine needs StartAt and States");
  return new StateMachine(definition, { validationOptions: { checkArn: false } });
}

type Definition = ConstructorParameters<typeof StateMachine>[0];

function isDefinition(value: Readonly<Record<string, unknown>>): value is Definition & Record<string, unknown> {
  return "StartAt" in value && "States" in value;
}

function measure(execution: Execution, payload: string): void {
  const size = Buffer.byteLength(payload);
  execution.largestPayload = Math.max(execution.largestPayload, size);
  if (size > longestPayload) {
    throw new TaskError(
      "States.DataLimitExceeded",
      "The state/task has a payload with a size exceeding the maximum number of bytes service limit.",
    );
  }
}

async function countHistory(events: ReturnType<StateMachine["run"]>["eventLogs"], execution: Execution): Promise<void> {
  for await (const event of events) execution.historyEvents += historyEventsOf(event);
}
