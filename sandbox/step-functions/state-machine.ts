import type { Role } from "../world.ts";

/** A state machine as the packaged template describes it. */
export interface DeployedStateMachine {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly role: Role;
  /** Amazon States Language. */
  readonly definition: Readonly<Record<string, unknown>>;
}

/** One execution; input, output and cause are text, as the API has them. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: string;
  readonly startDate: Date;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT";
  stopDate: Date | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** How many events its history would have. */
  historyEvents: number;
  /** Bytes of the largest input or result of a state that calls a function. */
  largestPayload: number;
}
