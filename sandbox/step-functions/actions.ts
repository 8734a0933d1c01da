import { randomUUID } from "node:crypto";
import type { Actions, Call } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import type { StateMachineService } from "./service.ts";
import type { DeployedStateMachine, Execution } from "./state-machine.ts";

/** Executions a page, unless asked for fewer. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const longestList = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const namePattern = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

export function stepFunctionsActions(service: StateMachineService): Actions {
  const machineOf = ({ input }: Call): DeployedStateMachine => {
    const arn = input.text("stateMachineArn");
    const machine = service.machines.get(arn);
    if (machine === undefined) {
      throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    }
    return machine;
  };
  const executionOf = ({ input }: Call): Execution => {
    const arn = input.text("executionArn");
    const execution = service.executions.get(arn);
    if (execution === undefined) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return execution;
  };
  return {
    StartExecution: {
      parameters: ["stateMachineArn", "name", "input"],
      authorizations: (call) => [{ action: "states:StartExecution", resource: machineOf(call).arn }],
      run: (call) => {
        const name = call.input.optionalText("name") ?? randomUUID();
        if (!namePattern.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
        const input = call.input.optionalText("input") ?? "{}";
        const { arn, startDate } = service.start(machineOf(call), name, checkedInput(input));
        return { executionArn: arn, startDate };
      },
    },
    DescribeExecution: {
      parameters: ["executionArn"],
      authorizations: (call) => [{ action: "states:DescribeExecution", resource: executionOf(call).arn }],
      run: (call) => {
        const { arn: executionArn, input, output, error, cause, ...execution } = executionOf(call);
        const { name, stateMachineArn, status, startDate, stopDate } = execution;
        return { executionArn, stateMachineArn, name, status, startDate, stopDate, input, output, error, cause };
      },
    },
    ListExecutions: {
      parameters: ["stateMachineArn", "statusFilter", "maxResults", "nextToken"],
      authorizations: (call) => [{ action: "states:ListExecutions", resource: machineOf(call).arn }],
      run: (call) => listExecutions(call, machineOf(call), service),
    },
  };
}

function listExecutions({ input }: Call, machine: DeployedStateMachine, service: StateMachineService) {
  const filter = input.optionalText("statusFilter");
  const most = input.optionalInteger("maxResults") ?? longestList;
  const start = Number(input.optionalText("nextToken") ?? "0");
  const found = [...service.executions.values()]
    .filter(({ stateMachineArn, status }) => stateMachineArn === machine.arn && (filter ?? status) === status)
    .toReversed();
  const executions = found
    .slice(start, start + most)
    .map(({ arn, name, stateMachineArn, status, startDate, stopDate }) => {
      return { executionArn: arn, name, stateMachineArn, status, startDate, stopDate };
    });
  return { executions, ...(start + most < found.length ? { nextToken: String(start + most) } : {}) };
}

function checkedInput(input: string): string {
  try {
    JSON.parse(input);
    return input;
  } catch {
    throw new AwsError("InvalidExecutionInput", "Invalid State Machine Execution Input: the input is not JSON");
  }
}
