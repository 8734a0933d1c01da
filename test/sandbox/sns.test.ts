import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import type { Person } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

let sandbox: Sandbox;
let TopicArn: string;

beforeEach(async () => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
  TopicArn = [...sandbox.topics.keys()][0]!;
});

afterEach(() => sandbox.close());

function snsAs(who: Person): SNSClient {
  const { endpoint, region, credentials } = sandbox.greeting;
  return new SNSClient({ endpoint, region, credentials: credentials[who], maxAttempts: 1 });
}

test("what is published is kept to be looked at", async () => {
  const { MessageId: id } = await snsAs("management").send(
    new PublishCommand({ TopicArn, Subject: "Hello", Message: "one\ntwo" }),
  );

  expect([...sandbox.topics.values()][0]?.messages).toEqual([{ id, subject: "Hello", message: "one\ntwo" }]);
});

test.each([
  ["a subject of two lines", { Subject: "one\ntwo", Message: "x" }],
  ["a subject of 101 characters", { Subject: "x".repeat(101), Message: "x" }],
  ["a message longer than 256 KiB", { Message: "x".repeat(262_145) }],
])("%s is refused, as SNS does", async (_what, input) => {
  await expect(snsAs("management").send(new PublishCommand({ TopicArn, ...input }))).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
});

test("a topic that is not there, and one of another account, are refused", async () => {
  await expect(
    snsAs("management").send(new PublishCommand({ TopicArn: `${TopicArn}x`, Message: "x" })),
  ).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(snsAs("outsider").send(new PublishCommand({ TopicArn, Message: "x" }))).rejects.toMatchObject({
    name: "AuthorizationErrorException",
  });
});
