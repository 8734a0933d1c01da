import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { isAwsError } from "#shared/aws/errors.ts";
import type { DoctorFinding } from "./finding.ts";

/** The stack of a stage, as far as it matters here. */
export interface StackState {
  readonly name: string;
  /** As in UPDATE_COMPLETE. */
  readonly status: string;
  readonly createdAt: Date;
}

/** Undefined where there is none in this account and Region. */
export async function readStack(client: CloudFormationClient, name: string): Promise<StackState | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    if (stack === undefined) return undefined;
    return { name, status: stack.StackStatus ?? "", createdAt: stack.CreationTime ?? new Date(0) };
  } catch (error) {
    // AWS's answer for a stack that does not exist.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
    if (isAwsError(error, "ValidationError")) return undefined;
    throw error;
  }
}

interface Place {
  readonly name: string;
  readonly stage: string;
  readonly accountId: string;
  readonly region: string;
}

export function stackFinding(stack: StackState | undefined, { name, stage, accountId, region }: Place): DoctorFinding {
  const deploy = `npm run deploy -- --stage ${stage} --region ${region}`;
  if (stack === undefined) {
    return {
      check: "stack",
      status: "problem",
      what: `There is no stack ${name} in account ${accountId}, ${region}: nothing listens.`,
      remedy: `Deploy it with credentials of the management account: ${deploy}. In another account or Region it hears nothing.`,
    };
  }
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.status)) {
    return { check: "stack", status: "ok", what: `Stack ${name} is ${stack.status}.` };
  }
  const isUnderWay = stack.status.endsWith("_IN_PROGRESS");
  const isOld = stack.status === "UPDATE_ROLLBACK_COMPLETE";
  return {
    check: "stack",
    status: isUnderWay || isOld ? "warning" : "problem",
    what: `Stack ${name} is ${stack.status}.`,
    remedy: isUnderWay ? "Ask again when it is done." : `Look at the stack's events, then deploy again: ${deploy}`,
  };
}
