import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { isAccessDenied, isAwsError } from "#shared/aws/errors.ts";
import type { AccountResult } from "./account-result.ts";
import { type ListedAccount, listedAccountSchema } from "./listed-account.ts";
import { type RunManifest, runManifestSchema } from "./run-manifest.ts";

/** An object that a state of the run needs is not there, or is not what the state before it writes. */
class RunObjectError extends Error {
  override readonly name = "RunObjectError";
  readonly retryable = false;
}

const listedAccountsSchema = z.array(listedAccountSchema);
const accountIdsSchema = z.array(accountIdSchema);

/**
 * The objects of runs in their bucket: `work/<run>/…` while it goes on, `runs/<run>/report.json` and
 * `runs/<run>/unfinished.json` for good. Pages are numbered from 1.
 */
export class RunStore {
  readonly #client: S3Client;
  readonly bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.bucket = bucket;
  }

  reportKey(runId: string): string {
    return `runs/${runId}/report.json`;
  }

  async writeManifest(manifest: RunManifest): Promise<void> {
    await this.#put(manifestKey(manifest.run.id), JSON.stringify(manifest));
  }

  async readManifest(runId: string): Promise<RunManifest> {
    return this.#read(manifestKey(runId), runManifestSchema);
  }

  async writeAccounts(runId: string, page: number, accounts: readonly ListedAccount[]): Promise<void> {
    await this.#put(accountsKey(runId, page), JSON.stringify(accounts));
  }

  async readAccounts(runId: string, page: number): Promise<readonly ListedAccount[]> {
    return this.#read(accountsKey(runId, page), listedAccountsSchema);
  }

  async writeResults(runId: string, page: number, results: readonly AccountResult[]): Promise<void> {
    await this.#put(resultsKey(runId, page), JSON.stringify(results));
  }

  /** As `reconcile-accounts` wrote them, and nobody else can. */
  async readResults(runId: string, page: number): Promise<readonly AccountResult[]> {
    return JSON.parse(await this.#get(resultsKey(runId, page)));
  }

  async writeReport(runId: string, report: Uint8Array): Promise<void> {
    await this.#put(this.reportKey(runId), report);
  }

  async writeUnfinished(runId: string, accountIds: readonly string[]): Promise<void> {
    await this.#put(unfinishedKey(runId), JSON.stringify(accountIds));
  }

  /** Ids of the accounts that a run left unfinished; undefined where there is no report of such a run. */
  async readUnfinished(runId: string): Promise<readonly string[] | undefined> {
    try {
      return await this.#read(unfinishedKey(runId), accountIdsSchema);
    } catch (error) {
      // S3 says AccessDenied of a missing object to whoever may not list the bucket.
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
      if (isAwsError(error, "NoSuchKey") || isAccessDenied(error)) return undefined;
      throw error;
    }
  }

  async #put(Key: string, Body: string | Uint8Array): Promise<void> {
    const ContentType = "application/json";
    await this.#client.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body, ContentType }));
  }

  async #get(Key: string): Promise<string> {
    const { Body: body } = await this.#client.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
    return (await body?.transformToString()) ?? "";
  }

  async #read<T>(key: string, schema: z.ZodType<T>): Promise<T> {
    const parsed = schema.safeParse(JSON.parse(await this.#get(key)));
    if (parsed.success) return parsed.data;
    throw new RunObjectError(`${key} is not what this version of assumable writes: start the run anew`);
  }
}

function manifestKey(runId: string): string {
  return `work/${runId}/run.json`;
}

function accountsKey(runId: string, page: number): string {
  return `work/${runId}/accounts/${pageName(page)}.json`;
}

function resultsKey(runId: string, page: number): string {
  return `work/${runId}/results/${pageName(page)}.json`;
}

function unfinishedKey(runId: string): string {
  return `runs/${runId}/unfinished.json`;
}

function pageName(page: number): string {
  return String(page).padStart(4, "0");
}
