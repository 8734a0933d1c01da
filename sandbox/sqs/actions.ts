import { createHash, randomUUID } from "node:crypto";
import type { Action, Actions, Call } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import { type Message, type Queue, sendTo } from "./queue.ts";

/** Seconds a received message stays invisible. */
const visibilityTimeout = 30;

/** The queues of a deployed stack, by URL path, as in `/999999999999/name`. */
export function sqsActions(queues: () => readonly Queue[], endpoint: () => string): Actions {
  const findQueue = ({ input }: Call): Queue => {
    const path = new URL(input.text("QueueUrl")).pathname;
    const queue = queues().find(({ accountId, name }) => `/${accountId}/${name}` === path);
    if (queue === undefined) {
      throw new AwsError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
    }
    return queue;
  };
  const onQueue = (action: string) => (call: Call) => {
    const { arn, policy } = findQueue(call);
    return [{ action: `sqs:${action}`, resource: arn, resourcePolicy: policy }];
  };
  return {
    ReceiveMessage: {
      parameters: ["QueueUrl", "MaxNumberOfMessages", "WaitTimeSeconds", "MessageAttributeNames", "AttributeNames"],
      authorizations: onQueue("ReceiveMessage"),
      run: (call) => receive(call, findQueue(call)),
    },
    SendMessage: {
      parameters: ["QueueUrl", "MessageBody"],
      authorizations: onQueue("SendMessage"),
      run: (call) => {
        const { id, body } = sendTo(findQueue(call), call.input.text("MessageBody"));
        return { MessageId: id, MD5OfMessageBody: md5(body) };
      },
    },
    DeleteMessage: {
      parameters: ["QueueUrl", "ReceiptHandle"],
      authorizations: onQueue("DeleteMessage"),
      run: (call) => {
        const queue = findQueue(call);
        const handle = call.input.text("ReceiptHandle");
        queue.messages = queue.messages.filter(({ receiptHandle }) => receiptHandle !== handle);
      },
    },
    GetQueueAttributes: {
      parameters: ["QueueUrl", "AttributeNames"],
      authorizations: onQueue("GetQueueAttributes"),
      run: (call) => {
        const { arn, messages } = findQueue(call);
        return { Attributes: { QueueArn: arn, ApproximateNumberOfMessages: String(messages.length) } };
      },
    },
    GetQueueUrl: getQueueUrl(queues, endpoint),
  };
}

function getQueueUrl(queues: () => readonly Queue[], endpoint: () => string): Action {
  const find = ({ input, caller }: Call): Queue => {
    const name = input.text("QueueName");
    const queue = queues().find((one) => one.name === name && one.accountId === caller.account.id);
    if (queue === undefined) {
      throw new AwsError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
    }
    return queue;
  };
  return {
    parameters: ["QueueName"],
    authorizations: (call) => [{ action: "sqs:GetQueueUrl", resource: find(call).arn }],
    run: (call) => {
      const { accountId, name } = find(call);
      return { QueueUrl: `${endpoint()}/${accountId}/${name}` };
    },
  };
}

function receive({ world, input }: Call, queue: Queue): Record<string, unknown> {
  const now = world.clock.now();
  const most = input.optionalInteger("MaxNumberOfMessages") ?? 1;
  const visible = queue.messages.filter(({ invisibleUntil }) => invisibleUntil <= now).slice(0, most);
  for (const message of visible) {
    message.invisibleUntil = now + visibilityTimeout * 1000;
    message.receiptHandle = randomUUID();
  }
  return visible.length === 0 ? {} : { Messages: visible.map(messageStructure) };
}

function messageStructure({ id, body, attributes, receiptHandle }: Message): Record<string, unknown> {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  );
  return { MessageId: id, ReceiptHandle: receiptHandle, Body: body, MD5OfBody: md5(body), MessageAttributes };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
