import type { Actions, Call } from "../action.ts";
import { accessDenied, verdictFor } from "../authorization/authorize.ts";
import { AwsError } from "../aws-error.ts";
import type { Answer } from "../http/answer.ts";
import { type Bucket, type StoredObject, storedObject } from "./bucket.ts";
import { listObjects } from "./list-objects.ts";

/** The buckets of a deployed stack. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export function s3Actions(buckets: ReadonlyMap<string, Bucket>): Actions {
  const bucketOf = ({ input }: Call): Bucket => {
    const bucket = buckets.get(input.text("Bucket"));
    if (bucket === undefined) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
    return bucket;
  };
  const onObject = (action: string) => (call: Call) => {
    const { arn, policy, accountId } = bucketOf(call);
    const resource = `${arn}/${call.input.text("Key")}`;
    return [{ action: `s3:${action}`, resource, resourceAccountId: accountId, resourcePolicy: policy }];
  };
  return {
    PutObject: {
      parameters: ["Bucket", "Key", "Body", "ContentType"],
      authorizations: onObject("PutObject"),
      run: (call): Answer => {
        const { input, world } = call;
        const contentType = input.optionalText("ContentType") ?? "binary/octet-stream";
        const object = storedObject(input.optionalText("Body") ?? "", contentType, world.clock.now());
        bucketOf(call).objects.set(input.text("Key"), object);
        return { status: 200, headers: { etag: object.etag }, body: "" };
      },
    },
    GetObject: {
      parameters: ["Bucket", "Key"],
      authorizations: onObject("GetObject"),
      run: async (call): Promise<Answer> => {
        const object = await findObject(call, bucketOf(call));
        return { status: 200, headers: headersOf(object), body: object.body };
      },
    },
    HeadObject: {
      parameters: ["Bucket", "Key"],
      authorizations: onObject("GetObject"),
      run: async (call): Promise<Answer> => {
        const object = await findObject(call, bucketOf(call));
        return { status: 200, headers: headersOf(object), body: "" };
      },
    },
    ListObjectsV2: {
      parameters: ["Bucket", "prefix", "delimiter", "max-keys", "continuation-token", "encoding-type"],
      authorizations: (call) => {
        const { arn, policy, accountId } = bucketOf(call);
        const context = { "s3:prefix": call.input.optionalText("prefix") ?? "" };
        return [
          { action: "s3:ListBucket", resource: arn, resourceAccountId: accountId, resourcePolicy: policy, context },
        ];
      },
      run: (call) => listObjects(bucketOf(call), call.input),
    },
  };
}

/** Whoever may not list a bucket does not learn what is missing there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
async function findObject({ world, caller, input }: Call, bucket: Bucket): Promise<StoredObject> {
  const key = input.text("Key");
  const object = bucket.objects.get(key);
  if (object !== undefined) return object;
  const authorization = { action: "s3:ListBucket", resource: bucket.arn, resourcePolicy: bucket.policy };
  const verdict = await verdictFor(world, caller, authorization);
  if (verdict.kind === "denied") throw accessDenied(caller, authorization, verdict);
  throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
}

function headersOf({ body, contentType, etag, lastModified }: StoredObject): Record<string, string> {
  return {
    "content-type": contentType,
    "content-length": String(Buffer.byteLength(body)),
    etag,
    "last-modified": lastModified.toUTCString(),
  };
}
