import { pMapIterable } from "p-map";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { unitNamesOf } from "#shared/organization/unit-names.ts";
import type { Mode } from "#shared/outcome.ts";
import { interruptedRemedy } from "#shared/remedies.ts";
import { type AccountOutcome, type AccountResult, resultOf } from "#shared/run/account-result.ts";
import { type ListedAccount, listedAccount } from "#shared/run/listed-account.ts";
import { type SelectedAccount, streamAccounts, type Wanted } from "#shared/run/stream-accounts.ts";
import { failed } from "#shared/unfinished-outcomes.ts";
import type { Connection } from "./connect.ts";
import type { Progress } from "./progress.ts";

export interface PassSettings {
  readonly mode: Mode;
  readonly wanted: Wanted;
  readonly exclude: ReadonlySet<string>;
  /** Accounts at a time. */
  readonly concurrency: number;
  /** Once it is aborted no further account is begun; those begun are finished, the others only named. */
  readonly signal: AbortSignal;
  readonly progress: Pick<Progress, "listed" | "whole">;
}

/**
 * Reconciles accounts with the operator's own credentials while they are being listed, and yields each result as soon as
 * it is there: exactly one for every account. An account whose work throws is a failed account.
 */
export async function* passOver(
  { aws, deployment }: Connection,
  { mode, wanted, exclude, concurrency, signal, progress }: PassSettings,
): AsyncGenerator<AccountResult> {
  const unitName = unitNamesOf(aws.organizations);
  const outcomeOf = async ({ accountId, skip }: ListedAccount): Promise<AccountOutcome> => {
    if (skip !== undefined) return { status: "skipped", reason: skip };
    if (signal.aborted) return { status: "not-attempted", reason: "interrupted", remedy: interruptedRemedy() };
    return reconcileMemberRole(accountId, mode, deployment, aws);
  };
  const work = async (selected: SelectedAccount): Promise<AccountResult> => {
    const listed = await listedAccount(selected, unitName);
    return resultOf(listed, await outcomeOf(listed));
  };
  const safely = (selected: SelectedAccount): Promise<AccountResult> =>
    work(selected).catch((error: unknown) => {
      const { id: accountId, name } = selected.account;
      return { accountId, name, organizationalUnits: [], ...failed(error, []) };
    });
  const accounts = without(exclude, streamAccounts(wanted, deployment, aws.organizations), progress);
  yield* pMapIterable(accounts, safely, { concurrency, preserveOrder: false });
}

async function* without(
  exclude: ReadonlySet<string>,
  accounts: AsyncGenerator<SelectedAccount>,
  progress: PassSettings["progress"],
): AsyncGenerator<SelectedAccount> {
  for await (const selected of accounts) {
    if (exclude.has(selected.account.id)) continue;
    progress.listed();
    yield selected;
  }
  progress.whole();
}
