import { request } from "node:http";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { s3As } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const Bucket = "assumable-prod-runbucket";

let sandbox: Sandbox;
let s3: S3Client;

beforeEach(async () => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
  s3 = s3As(sandbox, "management");
});

afterEach(() => sandbox.close());

async function put(Key: string, Body = "{}"): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "application/json" }));
}

describe("an object", () => {
  test("is got as it was put, whatever is in it and in its key", async () => {
    const Key = "runs/a b+c=é/report.json";
    const Body = '{"name":"Zürich 🏔 <&>"}';

    await put(Key, Body);

    const answer = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await answer.Body?.transformToString()).toBe(Body);
    expect(answer).toMatchObject({ ContentType: "application/json", ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(Buffer.byteLength(Body));
  });

  test("that is missing is said to be missing to whoever may list the bucket", async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: "nothing" }))).rejects.toMatchObject({
      name: "NoSuchKey",
    });
  });

  test("that is missing is AccessDenied to whoever may only get objects", async () => {
    const management = accountOf(sandbox.world, sandbox.world.managementAccountId);
    const administrator = management.users.get("administrator")!;
    administrator.attached.splice(0);
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    administrator.inline.set("get", JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));

    await expect(s3.send(new GetObjectCommand({ Bucket, Key: "nothing" }))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("s3:ListBucket"),
    });
  });

  test("is not for other accounts", async () => {
    await put("runs/1/report.json");

    for (const who of ["source", "outsider"] as const) {
      const get = new GetObjectCommand({ Bucket, Key: "runs/1/report.json" });
      await expect(s3As(sandbox, who).send(get)).rejects.toMatchObject({ name: "AccessDenied" });
    }
  });
});

describe("a bucket", () => {
  test("lists its keys in order, by prefix, and folders by delimiter", async () => {
    for (const key of ["runs/b/report.json", "runs/a/report.json", "work/a/run.json"]) await put(key);

    const all = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "runs/" }));
    expect(all.Contents?.map(({ Key }) => Key)).toEqual(["runs/a/report.json", "runs/b/report.json"]);
    const folders = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" }));
    expect(folders.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["runs/", "work/"]);
    const page = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
    expect(page).toMatchObject({ KeyCount: 2, IsTruncated: true });
    const rest = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: page.NextContinuationToken }));
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(["work/a/run.json"]);
  });

  test("encodes its keys for clients that ask for it, and says so", async () => {
    await put("runs/a b/report.json");

    const listed = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));

    expect(listed).toMatchObject({ EncodingType: "url", Contents: [{ Key: "runs/a%20b/report.json" }] });
  });

  test("that is not there is said to be missing", async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket: "nowhere", Key: "x" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });
});

describe("what is not emulated is refused", () => {
  test.each([
    ["tags", { Tagging: "a=b" }],
    ["server-side encryption", { ServerSideEncryption: "AES256" as const }],
    ["access control lists", { ACL: "public-read" as const }],
  ])("%s", async (_what, more) => {
    await expect(s3.send(new PutObjectCommand({ Bucket, Key: "x", Body: "{}", ...more }))).rejects.toMatchObject({
      name: "NotEmulatedInSandbox",
    });
  });

  test("and so is a request that nobody signed", async () => {
    const status = await new Promise((resolve) => {
      request(`${sandbox.greeting.endpoint}/${Bucket}/x`, { method: "PUT" }, ({ statusCode }) =>
        resolve(statusCode),
      ).end();
    });

    expect(status).toBe(400);
  });
});
