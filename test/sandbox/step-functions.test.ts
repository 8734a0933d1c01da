import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "vitest";
import { AdjustableClock } from "#sandbox/clock.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { messagesIn, startRun, stepFunctionsAs } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const day = 86_400_000;

let sandbox: Sandbox;
let sfn: SFNClient;
afterEach(() => sandbox.close());

async function start(clock?: AdjustableClock): Promise<void> {
  const options = { packageFolder: stacks.standard.folder, taskRetryDelay: 1 };
  sandbox = await startSandbox(clock === undefined ? options : { ...options, clock });
  sfn = stepFunctionsAs(sandbox, "management");
}

function startExecution(input: Partial<StartExecutionCommand["input"]> = {}) {
  const { stateMachineArn } = sandbox.greeting;
  return sfn.send(new StartExecutionCommand({ stateMachineArn, ...input }));
}

describe("an execution", () => {
  test("can be described and listed while it goes on and afterwards", async () => {
    await start();
    const { executionArn } = await startExecution({ name: "first", input: "{}" });

    expect(executionArn).toBe("arn:aws:states:us-east-1:999999999999:execution:assumable-prod-run:first");
    expect((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe("RUNNING");
    await sandbox.idle();
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ name: "first", status: "SUCCEEDED", input: "{}", stopDate: expect.any(Date) });
    expect(JSON.parse(described.output ?? "")).toHaveProperty("report");
    const { stateMachineArn } = sandbox.greeting;
    const list = (statusFilter: "SUCCEEDED" | "FAILED") =>
      sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }));
    expect((await list("SUCCEEDED")).executions?.map(({ name }) => name)).toEqual(["first"]);
    expect((await list("FAILED")).executions).toEqual([]);
  });

  test("has its name once and for all; starting it again with the same input while it goes on changes nothing", async () => {
    await start();
    const first = await startExecution({ name: "first", input: "{}" });

    expect((await startExecution({ name: "first", input: "{}" })).executionArn).toBe(first.executionArn);
    await expect(startExecution({ name: "first", input: '{"mode":"plan"}' })).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
    await sandbox.idle();
    await expect(startExecution({ name: "first", input: "{}" })).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
  });

  test("has a history whose length is known", async () => {
    await start();

    await startRun(sandbox, {});

    // Started and ended; four tasks of five events; a Map of four and its one iteration's two; nothing went wrong.
    expect([...sandbox.stateMachines.executions.values()][0]?.historyEvents).toBe(2 + 4 * 5 + 4 + 2);
  });

  test.each([
    ["a name with a space", { name: "a b" }, "InvalidName"],
    ["input that is not JSON", { input: "{" }, "InvalidExecutionInput"],
    ["a state machine that is not there", { stateMachineArn: "arn:aws:states:::x" }, "StateMachineDoesNotExist"],
  ])("is refused for %s", async (_what, input, name) => {
    await start();

    await expect(startExecution(input)).rejects.toMatchObject({ name });
  });

  test("is not for other accounts", async () => {
    await start();
    const { stateMachineArn } = sandbox.greeting;

    const answer = stepFunctionsAs(sandbox, "outsider").send(new StartExecutionCommand({ stateMachineArn }));

    await expect(answer).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test("fails where the state machine's role may not invoke a function, saying so", async () => {
    await start();
    const { world } = sandbox;
    accountOf(world, world.managementAccountId).roles.get("assumable-prod-statemachinerole")?.inline.clear();

    const execution = await startRun(sandbox, {});

    expect(execution).toMatchObject({ status: "FAILED", error: "Lambda.AWSLambdaException" });
    expect(execution.cause).toContain("not authorized to perform: lambda:InvokeFunction");
  });
});

describe("the schedule", () => {
  test("starts an execution a day, by the sandbox's clock", async () => {
    const clock = new AdjustableClock();
    await start(clock);
    const count = () => sandbox.stateMachines.executions.size;

    clock.advance(day - 60_000);
    await sandbox.idle();
    expect(count()).toBe(0);
    for (const expected of [1, 2]) {
      clock.advance(day);
      await expect.poll(count).toBe(expected);
      await sandbox.idle();
    }

    expect([...sandbox.stateMachines.executions.values()].map(({ status }) => status)).toEqual([
      "SUCCEEDED",
      "SUCCEEDED",
    ]);
  });

  test("that may not start the state machine leaves its event in the dead-letter queue", async () => {
    await start();
    const { world } = sandbox;
    accountOf(world, world.managementAccountId).roles.get("assumable-prod-schedulerole")?.inline.clear();

    sandbox.bus.fire(sandbox.bus.rules.get("assumable-prod-schedule")!);
    await sandbox.idle();

    expect(sandbox.stateMachines.executions.size).toBe(0);
    expect(messagesIn(sandbox, "UndeliveredEvents")).toMatchObject([
      { source: "aws.events", "detail-type": "Scheduled Event" },
    ]);
  });
});
