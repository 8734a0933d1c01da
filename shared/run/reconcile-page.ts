import pMap from "p-map";
import type { ReconcileAccountsInput } from "#events/reconcile-accounts-input.ts";
import type { AwsClients } from "#shared/aws/clients.ts";
import type { Deployment, Organization } from "#shared/deployment.ts";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import type { Mode } from "#shared/outcome.ts";
import { outOfTimeRemedy } from "#shared/remedies.ts";
import { type AccountOutcome, type AccountResult, countResults, resultOf, type Totals } from "./account-result.ts";
import type { ListedAccount } from "./listed-account.ts";
import type { RunStore } from "./run-store.ts";

/**
 * Milliseconds before the function's end from which no further account is begun: what is going on may still have to
 * wait for a slow account, and the results have to be written.
 */
export const lastStart = 180_000;

/** What a page came to, as the state machine has it. */
export interface PageResult {
  readonly page: number;
  readonly totals: Totals;
}

interface Services {
  readonly aws: Pick<AwsClients, "sts" | "iam">;
  readonly store: Pick<RunStore, "readManifest" | "readAccounts" | "writeResults">;
  readonly deploymentIn: (organization: Organization) => Deployment;
  /** Milliseconds until the function is ended. */
  readonly timeLeft: () => number;
  readonly report: (result: AccountResult) => void;
}

/** Reconciles a page of accounts, several at a time. Every account gets exactly one result, whatever happens to it. */
export async function reconcilePage({ runId, page }: ReconcileAccountsInput, services: Services): Promise<PageResult> {
  const { store, deploymentIn, report } = services;
  const { run, organization } = await store.readManifest(runId);
  const accounts = await store.readAccounts(runId, page);
  const deployment = deploymentIn(organization);
  const results = await pMap(
    accounts,
    async (account) => {
      const result = resultOf(account, await outcomeOf(account, run.mode, deployment, services));
      report(result);
      return result;
    },
    { concurrency: deployment.config.concurrency },
  );
  await store.writeResults(runId, page, results);
  return { page, totals: countResults(results) };
}

async function outcomeOf(
  { accountId, skip }: ListedAccount,
  mode: Mode,
  deployment: Deployment,
  { aws, timeLeft }: Services,
): Promise<AccountOutcome> {
  if (skip !== undefined) return { status: "skipped", reason: skip };
  if (timeLeft() < lastStart) return { status: "not-attempted", reason: "out-of-time", remedy: outOfTimeRemedy() };
  return reconcileMemberRole(accountId, mode, deployment, aws);
}
