import { Input } from "../../http/input.ts";
import type { Resource, Target } from "./target.ts";

export function deployBucket({ world, buckets }: Target, { ref: name, attributes }: Resource): void {
  const { Arn: arn = "" } = attributes;
  buckets.set(name, { name, arn, accountId: world.managementAccountId, policy: undefined, objects: new Map() });
}

export function deployBucketPolicy({ buckets }: Target, { properties }: Resource): void {
  const input = new Input(properties);
  const bucket = buckets.get(input.text("Bucket"));
  if (bucket !== undefined) bucket.policy = input.structure("PolicyDocument");
}

export function deployTopic({ world, topics }: Target, { ref: arn }: Resource): void {
  topics.set(arn, { arn, accountId: world.managementAccountId, messages: [] });
}
