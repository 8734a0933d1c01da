import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import type { Person } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

let sandbox: Sandbox;
let QueueUrl: string | undefined;

function sqsAs(who: Person): SQSClient {
  const { endpoint, region, credentials } = sandbox.greeting;
  return new SQSClient({ endpoint, region, credentials: credentials[who], maxAttempts: 1 });
}

beforeEach(async () => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
  const answer = await sqsAs("management").send(
    new GetQueueUrlCommand({ QueueName: "assumable-prod-FailedInvocationsQueue" }),
  );
  QueueUrl = answer.QueueUrl;
});

afterEach(() => sandbox.close());

test("a message that was received is invisible to the next, and gone when deleted", async () => {
  const sqs = sqsAs("management");
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));

  const { Messages: received } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(received?.map(({ Body }) => Body)).toEqual(["hello"]);
  expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();

  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: received?.[0]?.ReceiptHandle }));
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  expect(attributes?.["ApproximateNumberOfMessages"]).toBe("0");
});

test("a queue of another account is not to be read", async () => {
  await expect(sqsAs("outsider").send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

test("a queue that is not there is said to be missing", async () => {
  const command = new GetQueueUrlCommand({ QueueName: "Nothing" });

  await expect(sqsAs("management").send(command)).rejects.toThrow("The specified queue does not exist.");
});
