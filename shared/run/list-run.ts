import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import pMap from "p-map";
import type { ListAccountsInput } from "#events/list-accounts-input.ts";
import type { RunInput } from "#events/run-input.ts";
import type { Deployment } from "#shared/deployment.ts";
import { unitNamesOf } from "#shared/organization/unit-names.ts";
import { type ListedAccount, listedAccount } from "./listed-account.ts";
import type { RunManifest } from "./run-manifest.ts";
import type { RunStore } from "./run-store.ts";
import { selectAccounts } from "./select-accounts.ts";

/** Accounts a page: 50,000 make 200 pages, whose numbers and totals stay far below what a state may hold. */
export const accountsPerPage = 250;

/** Objects written, and units asked for, at a time. */
const atATime = 8;

/** What the state machine goes on with. */
export interface ListedRun {
  readonly runId: string;
  readonly mode: RunManifest["run"]["mode"];
  readonly accounts: number;
  readonly pages: readonly { readonly page: number }[];
}

interface Services {
  readonly organizations: OrganizationsClient;
  readonly store: Pick<RunStore, "readUnfinished" | "writeAccounts" | "writeManifest">;
}

/** First state of a run: writes down which accounts it is about, in pages. Throws InvalidRunInputError. */
export async function listRun(
  { run, input }: ListAccountsInput,
  deployment: Deployment,
  { organizations, store }: Services,
): Promise<ListedRun> {
  const selected = await selectAccounts(input, deployment, { organizations, store });
  const unitName = unitNamesOf(organizations);
  const listed = await pMap(selected, (one) => listedAccount(one, unitName), { concurrency: atATime });
  const pages = pagesOf(listed);
  await pMap(pages, (accounts, index) => store.writeAccounts(run.id, index + 1, accounts), { concurrency: atATime });
  await store.writeManifest({
    run: { ...run, mode: input.mode, selection: selectionOf(input), retryFailedOf: input.retryFailedOf },
    organization: deployment.organization,
    accounts: selected.length,
    pages: pages.length,
  });
  return {
    runId: run.id,
    mode: input.mode,
    accounts: selected.length,
    pages: pages.map((_accounts, index) => ({ page: index + 1 })),
  };
}

function selectionOf({ accounts, organizationalUnits, retryFailedOf }: RunInput): RunManifest["run"]["selection"] {
  if (retryFailedOf !== undefined) return "retry";
  return accounts === undefined && organizationalUnits === undefined ? "organization" : "selection";
}

function pagesOf(accounts: readonly ListedAccount[]): readonly (readonly ListedAccount[])[] {
  const count = Math.ceil(accounts.length / accountsPerPage);
  return Array.from({ length: count }, (_, page) =>
    accounts.slice(page * accountsPerPage, (page + 1) * accountsPerPage),
  );
}
