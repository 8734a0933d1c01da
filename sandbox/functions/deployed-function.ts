import type { Role } from "../world.ts";

/** A function as the packaged template describes it. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  /** As in `handlers/onboard-account.handler`. */
  readonly handler: string;
  /** Where its archive was unpacked. */
  readonly folder: string;
  readonly role: Role;
  /** Seconds. */
  readonly timeout: number;
  /** MiB. */
  readonly memorySize: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly isTraced: boolean;
  readonly reservedConcurrency: number | undefined;
  /** Statements of its resource-based policy, from AWS::Lambda::Permission. */
  readonly permissions: object[];
  asynchronous: AsynchronousSettings;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
export interface AsynchronousSettings {
  readonly maximumRetryAttempts: number;
  /** Seconds. */
  readonly maximumEventAge: number;
  /** ARNs of destinations. */
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
}

export const defaultAsynchronousSettings: AsynchronousSettings = { maximumRetryAttempts: 2, maximumEventAge: 21600 };
