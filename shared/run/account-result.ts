import type { RoleOutcome } from "#shared/member-role/reconcile.ts";
import type { ListedAccount } from "./listed-account.ts";

/** Nothing is known of the account: its page died, there was no time left, or the operator's command was interrupted. */
export interface NotAttempted {
  readonly status: "not-attempted";
  readonly reason: "page-failed" | "out-of-time" | "interrupted";
  /** Name of the error the page ended with. */
  readonly code?: string;
  readonly remedy: string;
}

export type AccountOutcome = RoleOutcome | NotAttempted;

export type AccountStatus = AccountOutcome["status"];

/** One account of a run and what happened to it, as the report has it. */
export type AccountResult = Omit<ListedAccount, "skip"> & AccountOutcome;

/** How many accounts came out each way. */
export type Totals = Readonly<Record<AccountStatus, number>>;

export const accountStatuses = [
  "in-sync",
  "created",
  "repaired",
  "planned",
  "drifted",
  "skipped",
  "conflict",
  "unreachable",
  "failed",
  "not-attempted",
] as const satisfies readonly AccountStatus[];

export const noTotals: Totals = {
  "in-sync": 0,
  created: 0,
  repaired: 0,
  planned: 0,
  drifted: 0,
  skipped: 0,
  conflict: 0,
  unreachable: 0,
  failed: 0,
  "not-attempted": 0,
};

export function countResults(results: readonly { readonly status: AccountStatus }[], before = noTotals): Totals {
  const totals = { ...before };
  for (const { status } of results) totals[status] += 1;
  return totals;
}

export function resultOf<Outcome>(
  { skip: _skip, ...account }: ListedAccount,
  outcome: Outcome,
): Omit<ListedAccount, "skip"> & Outcome {
  return { ...account, ...outcome };
}

const finished: ReadonlySet<AccountStatus> = new Set(["in-sync", "created", "repaired"]);

/** Whether `retryFailedOf` takes the account up again: all but those that have the role as it should be. */
export function isUnfinished({ status }: { readonly status: AccountStatus }): boolean {
  return !finished.has(status);
}

/** Whether a person must act: the next run repairs neither somebody else's role nor a missing access role. */
export function needsPerson(outcome: AccountOutcome): boolean {
  switch (outcome.status) {
    case "conflict":
    case "unreachable":
    case "drifted":
      return true;
    case "not-attempted":
      return outcome.reason !== "interrupted";
    case "failed":
      return !outcome.retryable;
    case "in-sync":
    case "created":
    case "repaired":
    case "planned":
    case "skipped":
      return false;
  }
}
