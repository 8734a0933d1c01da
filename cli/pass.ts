import { Readable } from "node:stream";
import { pMapIterable } from "p-map";
import { unitNamesOf } from "#shared/organization/unit-names.ts";
import type { Outcome, SkipReason } from "#shared/outcome.ts";
import { interruptedRemedy } from "#shared/remedies.ts";
import { type NotAttempted, resultOf } from "#shared/run/account-result.ts";
import { type ListedAccount, listedAccount } from "#shared/run/listed-account.ts";
import { type SelectedAccount, streamAccounts, type Wanted } from "#shared/run/stream-accounts.ts";
import { failed } from "#shared/unfinished-outcomes.ts";
import type { Connection } from "./connect.ts";
import type { Progress } from "./progress.ts";

/** Accounts that are listed before their turn, so that it is soon known how many there are. */
const listedAhead = 10_000;

/** What becomes of an account without any work in it, or where the work throws. */
type WithoutWork =
  | { readonly status: "skipped"; readonly reason: SkipReason }
  | NotAttempted
  | Extract<Outcome<never>, { status: "failed" }>;

/** An account of a pass and what happened to it. */
export type PassResult<Done> = Omit<ListedAccount, "skip"> & (Done | WithoutWork);

export interface PassSettings<Done> {
  readonly wanted: Wanted;
  /** The work in one account in scope; `skip` says why an account is not. */
  readonly work: (accountId: string) => Promise<Done>;
  readonly isSkipped: (skip: SkipReason) => boolean;
  readonly exclude: ReadonlySet<string>;
  /** Accounts at a time. */
  readonly concurrency: number;
  /** Once it is aborted no further account is begun; those begun are finished, the others only named. */
  readonly signal: AbortSignal;
  readonly progress: Pick<Progress, "listed" | "whole">;
}

/**
 * Works in accounts with the operator's own credentials while they are being listed, and yields each result as soon as it
 * is there: exactly one for every account. An account whose work throws is a failed account.
 */
export async function* passOver<Done>(
  { aws, deployment }: Connection,
  { wanted, work, isSkipped, exclude, concurrency, signal, progress }: PassSettings<Done>,
): AsyncGenerator<PassResult<Done>> {
  const unitName = unitNamesOf(aws.organizations);
  const outcomeOf = async ({ accountId, skip }: ListedAccount): Promise<Done | WithoutWork> => {
    if (skip !== undefined && isSkipped(skip)) return { status: "skipped", reason: skip };
    if (signal.aborted) return { status: "not-attempted", reason: "interrupted", remedy: interruptedRemedy() };
    return work(accountId);
  };
  const resultIn = async (selected: SelectedAccount): Promise<PassResult<Done>> => {
    const listed = await listedAccount(selected, unitName);
    return resultOf(listed, await outcomeOf(listed));
  };
  const safely = (selected: SelectedAccount): Promise<PassResult<Done>> =>
    resultIn(selected).catch((error: unknown) => {
      const { id: accountId, name } = selected.account;
      return { accountId, name, organizationalUnits: [], ...failed(error, []) };
    });
  const listed = without(exclude, streamAccounts(wanted, deployment, aws.organizations), progress);
  const accounts: AsyncIterable<SelectedAccount> = Readable.from(listed, { highWaterMark: listedAhead });
  yield* pMapIterable(accounts, safely, { concurrency, preserveOrder: false });
}

async function* without(
  exclude: ReadonlySet<string>,
  accounts: AsyncGenerator<SelectedAccount>,
  progress: PassSettings<never>["progress"],
): AsyncGenerator<SelectedAccount> {
  for await (const selected of accounts) {
    if (exclude.has(selected.account.id)) continue;
    progress.listed();
    yield selected;
  }
  progress.whole();
}
