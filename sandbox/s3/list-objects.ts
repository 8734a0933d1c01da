import type { Input } from "../http/input.ts";
import type { Bucket, StoredObject } from "./bucket.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const longestList = 1000;

export function listObjects({ name, objects }: Bucket, input: Input): Record<string, unknown> {
  const prefix = input.optionalText("prefix") ?? "";
  const delimiter = input.optionalText("delimiter") ?? "";
  const after = Buffer.from(input.optionalText("continuation-token") ?? "", "base64").toString();
  const encodingType = input.optionalText("encoding-type");
  const encode = encodingType === "url" ? encodeKey : (text: string) => text;
  const most = Math.min(longestList, input.optionalInteger("max-keys") ?? longestList);
  const rest = entriesOf(objects, prefix, delimiter).filter(([key]) => key > after);
  const page = rest.slice(0, most);
  const isTruncated = rest.length > most;
  return {
    ListBucketResult: {
      "@_xmlns": "http://s3.amazonaws.com/doc/2006-03-01/",
      Name: name,
      ...(encodingType === undefined ? {} : { EncodingType: encodingType }),
      Prefix: encode(prefix),
      KeyCount: page.length,
      MaxKeys: most,
      IsTruncated: isTruncated,
      ...(isTruncated ? { NextContinuationToken: Buffer.from(page.at(-1)?.[0] ?? "").toString("base64") } : {}),
      Contents: page.flatMap(([key, object]) => (object === undefined ? [] : [contentsOf(encode(key), object)])),
      CommonPrefixes: page.flatMap(([key, object]) => (object === undefined ? [{ Prefix: encode(key) }] : [])),
    },
  };
}

/** Slashes stay. */
function encodeKey(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

/** Keys in order, with what is there; a common prefix has nothing. */
function entriesOf(
  objects: Bucket["objects"],
  prefix: string,
  delimiter: string,
): readonly (readonly [string, StoredObject | undefined])[] {
  const entries = new Map<string, StoredObject | undefined>();
  for (const key of [...objects.keys()].filter((one) => one.startsWith(prefix)).toSorted()) {
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) entries.set(key, objects.get(key));
    else entries.set(key.slice(0, end + delimiter.length), undefined);
  }
  return [...entries];
}

function contentsOf(Key: string, { body, etag, lastModified }: StoredObject): Record<string, unknown> {
  return {
    Key,
    LastModified: lastModified.toISOString(),
    ETag: etag,
    Size: Buffer.byteLength(body),
    StorageClass: "STANDARD",
  };
}
