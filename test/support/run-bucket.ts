import type { Bucket } from "#sandbox/s3/bucket.ts";
import { clientSettings, createS3Client } from "#shared/aws/clients.ts";
import { RunStore } from "#shared/run/run-store.ts";
import type { InProcess } from "./in-process.ts";

/** A bucket for the objects of runs, as the stack has one, and the product's way to it. */
export function makeRunBucket({ sandbox }: InProcess): { readonly bucket: Bucket; readonly store: RunStore } {
  const name = "run-bucket";
  const accountId = sandbox.world.managementAccountId;
  const bucket: Bucket = { name, arn: `arn:aws:s3:::${name}`, accountId, policy: undefined, objects: new Map() };
  sandbox.buckets.set(name, bucket);
  return { bucket, store: new RunStore(createS3Client(clientSettings(sandbox.greeting.region)), name) };
}
