import { randomUUID } from "node:crypto";

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch until which it is invisible. */
  invisibleUntil: number;
  receiptHandle: string;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  policy: unknown;
  messages: Message[];
}

export function sendTo(queue: Queue, body: string, attributes: Readonly<Record<string, string>> = {}): Message {
  const message = { id: randomUUID(), body, attributes, invisibleUntil: 0, receiptHandle: randomUUID() };
  queue.messages.push(message);
  return message;
}
