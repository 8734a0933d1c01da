import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AwsError } from "#sandbox/aws-error.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import type { Bucket } from "#sandbox/s3/bucket.ts";
import { accountOf } from "#sandbox/world.ts";
import type { ListedAccount } from "#shared/run/listed-account.ts";
import type { RunManifest } from "#shared/run/run-manifest.ts";
import type { RunStore } from "#shared/run/run-store.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";
import { makeRunBucket } from "../../support/run-bucket.ts";
import { accountResult } from "../../support/run-summary.ts";

const { accounts, organizationId } = fakeOrganization;
const manifest: RunManifest = {
  run: { id: "run-1", mode: "apply", selection: "organization", startedAt: "2026-11-24T03:00:00.000Z" },
  organization: { id: organizationId, managementAccountId: accounts.management },
  accounts: 1,
  pages: 12,
};
const listed: ListedAccount = {
  accountId: accounts.staging,
  name: "Zürich",
  organizationalUnits: [{ id: fakeOrganization.units.workloads, name: "Workloads" }],
  joinedAt: "2026-11-20T10:00:00.000Z",
  skip: "excluded",
};

let running: InProcess;
let bucket: Bucket;
let store: RunStore;

beforeEach(async () => {
  running = await startInProcess();
  ({ bucket, store } = makeRunBucket(running));
});

afterEach(() => running.sandbox.close());

function textOf(key: string): string | undefined {
  return bucket.objects.get(key)?.body;
}

function put(key: string, body: string): void {
  bucket.objects.set(key, { body, contentType: "application/json", etag: '""', lastModified: new Date() });
}

describe("the objects of a run", () => {
  test("are read as they were written", async () => {
    const result = accountResult();
    await store.writeManifest(manifest);
    await store.writeAccounts("run-1", 12, [listed]);
    await store.writeResults("run-1", 12, [result]);
    await store.writeUnfinished("run-1", [accounts.invited]);

    expect(await store.readManifest("run-1")).toEqual(manifest);
    expect(await store.readAccounts("run-1", 12)).toEqual([listed]);
    expect(await store.readResults("run-1", 12)).toEqual([result]);
    expect(await store.readUnfinished("run-1")).toEqual([accounts.invited]);
  });

  test("lie apart: what is for good, and what is only while it goes on", async () => {
    await store.writeManifest(manifest);
    await store.writeAccounts("run-1", 12, []);
    await store.writeResults("run-1", 12, []);
    await store.writeUnfinished("run-1", []);
    await store.writeReport("run-1", Buffer.from("{}"));

    expect([...bucket.objects.keys()].toSorted()).toEqual([
      "runs/run-1/report.json",
      "runs/run-1/unfinished.json",
      "work/run-1/accounts/0012.json",
      "work/run-1/results/0012.json",
      "work/run-1/run.json",
    ]);
    expect(new Set([...bucket.objects.values()].map(({ contentType }) => contentType))).toEqual(
      new Set(["application/json"]),
    );
    expect(textOf("runs/run-1/report.json")).toBe("{}");
    expect(store.reportKey("run-1")).toBe("runs/run-1/report.json");
  });

  test.each<[string, string, () => Promise<unknown>]>([
    ["a manifest", "work/run-1/run.json", () => store.readManifest("run-1")],
    ["accounts", "work/run-1/accounts/0001.json", () => store.readAccounts("run-1", 1)],
    ["what was left", "runs/run-1/unfinished.json", () => store.readUnfinished("run-1")],
  ])("are refused by name where %s is not of this version", async (_what, key, read) => {
    put(key, '[{"accountId": 5}]');

    await expect(read()).rejects.toMatchObject({
      name: "RunObjectError",
      message: `${key} is not what this version of assumable writes: start the run anew`,
      retryable: false,
    });
  });

  test("are not there for a run that is not: that is an error, but for what it left", async () => {
    await expect(store.readManifest("run-2")).rejects.toMatchObject({ name: "NoSuchKey" });

    expect(await store.readUnfinished("run-2")).toBeUndefined();
  });

  test("that are missing are known also by whoever may not list the bucket", async () => {
    const administrator = accountOf(running.sandbox.world, accounts.management).users.get("administrator")!;
    administrator.attached.splice(0);
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket.arn}/*` };
    administrator.inline.set("get", JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));

    expect(await store.readUnfinished("run-2")).toBeUndefined();
  });

  test("cannot be told to be missing by any other answer of S3", async () => {
    const error = new AwsError("InvalidObjectState", "The operation is not valid for the object's storage class", 403);
    running.sandbox.setFaults(({ service }) => (service === "s3" ? { kind: "answer", error } : undefined));

    await expect(store.readUnfinished("run-2")).rejects.toMatchObject({ name: "InvalidObjectState" });
  });
});
