import { Input } from "../../http/input.ts";
import type { Resource, Target } from "./target.ts";

export function deployQueue({ world, functions }: Target, { attributes }: Resource): void {
  const { Arn: arn = "", QueueName: name = "" } = attributes;
  functions.queues.set(arn, { name, arn, accountId: world.managementAccountId, policy: undefined, messages: [] });
}

export function deployQueuePolicy({ functions }: Target, { properties }: Resource): void {
  const input = new Input(properties);
  for (const url of input.texts("Queues")) {
    const queue = [...functions.queues.values()].find(({ name }) => url.endsWith(`/${name}`));
    if (queue !== undefined) queue.policy = input.structure("PolicyDocument");
  }
}
