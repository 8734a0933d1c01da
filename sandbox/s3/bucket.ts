import { createHash } from "node:crypto";

/** An object as it was put; only text is kept. */
export interface StoredObject {
  readonly body: string;
  readonly contentType: string;
  readonly etag: string;
  readonly lastModified: Date;
}

export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  policy: unknown;
  /** By key. */
  readonly objects: Map<string, StoredObject>;
}

export function storedObject(body: string, contentType: string, now: number): StoredObject {
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  return { body, contentType, etag, lastModified: new Date(now) };
}
