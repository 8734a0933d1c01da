import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, expect, test } from "vitest";
import { clientSettings, createStepFunctionsClient } from "#shared/aws/clients.ts";
import { startRun } from "#shared/run/start-run.ts";

const stateMachineArn = "arn:aws:states:us-east-1:999999999999:stateMachine:assumable-prod-run";
const stepFunctions = mockClient(SFNClient);

beforeEach(() => stepFunctions.reset());
afterAll(() => stepFunctions.restore());

function start(): Promise<string> {
  return startRun(createStepFunctionsClient(clientSettings("us-east-1")), stateMachineArn, "event-1");
}

test("a run over the whole organization is named for its event", async () => {
  expect(await start()).toBe("joined-event-1");

  expect(stepFunctions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toEqual([
    { stateMachineArn, name: "joined-event-1", input: "{}" },
  ]);
});

test("a run that its event has started before is the one that is meant", async () => {
  const already = Object.assign(new Error("Execution Already Exists"), { name: "ExecutionAlreadyExists" });
  stepFunctions.on(StartExecutionCommand).rejects(already);

  expect(await start()).toBe("joined-event-1");
});

test("any other answer comes through", async () => {
  const missing = Object.assign(new Error("State Machine Does Not Exist"), { name: "StateMachineDoesNotExist" });
  stepFunctions.on(StartExecutionCommand).rejects(missing);

  await expect(start()).rejects.toBe(missing);
});
