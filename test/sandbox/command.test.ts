import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { GetAccountSummaryCommand } from "@aws-sdk/client-iam";
import { CreateAccountCommand, DescribeCreateAccountStatusCommand } from "@aws-sdk/client-organizations";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterEach, expect, test } from "vitest";
import type { Greeting, Sandbox } from "#sandbox/start.ts";
import { assume, iamAs, organizationsAs } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

let running: ChildProcess | undefined;

afterEach(async () => {
  const ending = running;
  running = undefined;
  if (ending === undefined) return;
  const ended = once(ending, "exit");
  ending.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

/** Starts the sandbox as a process of its own; resolves with the first line it prints. */
async function start(...words: string[]): Promise<string> {
  const all = ["sandbox/main.ts", "--package", stacks.standard.folder, ...words];
  running = spawn(process.execPath, all, { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(createInterface(running.stdout!), "line");
  return line;
}

test("a program that knows only the first line creates an account, and within seconds the source principal reads it", async () => {
  const greeting: Greeting = JSON.parse(await start("--port", "0", "--access-role-delay", "500"));
  const client = { greeting, world: { partition: "aws" } } as unknown as Sandbox;
  const organizations = organizationsAs(client, "management");

  const created = await organizations.send(new CreateAccountCommand({ AccountName: "A", Email: "a@example.com" }));
  const describe = new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: created.CreateAccountStatus?.Id });
  await expect
    .poll(async () => (await organizations.send(describe)).CreateAccountStatus?.State, { timeout: 10_000 })
    .toBe("SUCCEEDED");
  const accountId = (await organizations.send(describe)).CreateAccountStatus?.AccountId ?? "";
  const read = async () => {
    const keys = await assume(client, "source", accountId, "CrossAccountReadOnlyRole").catch(() => undefined);
    return keys && iamAs(client, keys).send(new GetAccountSummaryCommand());
  };

  await expect.poll(read, { timeout: 20_000, interval: 200 }).toBeDefined();
  await expect(assume(client, "outsider", accountId, "CrossAccountReadOnlyRole")).rejects.toMatchObject({
    name: "AccessDenied",
  });
});

test("the first line also names the functions and the state machine, and that is enough to start a run", async () => {
  const greeting: Greeting = JSON.parse(await start());
  const { endpoint, region, credentials, functions, stateMachineArn } = greeting;
  const sfn = new SFNClient({ endpoint, region, credentials: credentials.management });

  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: "{}" }));

  expect(functions).toContain("assumable-prod-onboard-account");
  await expect
    .poll(async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status, { timeout: 20_000 })
    .toBe("SUCCEEDED");
});

test("further accounts and another partition are one option each", async () => {
  const greeting: Greeting = JSON.parse(await start("--accounts", "30", "--partition", "aws-cn"));

  expect(greeting).toMatchObject({ region: "cn-northwest-1", organizationId: "o-fakeorg0001" });
  expect(Object.keys(greeting.credentials)).toEqual(["management", "source", "outsider"]);
});

test.each([
  [["--port", "x"], /--port must be a whole number/],
  [["--partition", "aws-mars"], /unknown partition: one of aws, aws-us-gov, aws-cn, aws-eusc/],
  [["--surprise"], /Unknown option '--surprise'/],
  [["--package", "nowhere"], /nowhere/],
])("%j is refused with exit code 2 and a word on what to do", (words, message) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ["sandbox/main.ts", ...words], {
    encoding: "utf8",
    timeout: 20_000,
  });

  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stdout).toBe("");
});
