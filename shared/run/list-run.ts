import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import pMap from "p-map";
import type { ListAccountsInput } from "#events/list-accounts-input.ts";
import type { RunInput } from "#events/run-input.ts";
import type { Deployment } from "#shared/deployment.ts";
import { readUnitName } from "#shared/organization/read-organization.ts";
import type { ListedAccount } from "./listed-account.ts";
import type { RunManifest } from "./run-manifest.ts";
import type { RunStore } from "./run-store.ts";
import { type SelectedAccount, selectAccounts } from "./select-accounts.ts";

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
  const names = await unitNames(selected, organizations);
  const pages = pagesOf(selected.map((one) => listedAccount(one, names)));
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

function listedAccount({ account, parents, skip }: SelectedAccount, names: ReadonlyMap<string, string>): ListedAccount {
  const { id: accountId, name, joinedAt } = account;
  const organizationalUnits = parents.flatMap((id) => (id.startsWith("r-") ? [] : [{ id, name: names.get(id) ?? id }]));
  return { accountId, name, organizationalUnits, joinedAt: joinedAt?.toISOString(), skip };
}

/** Names of all units above the accounts, each asked for once. */
async function unitNames(
  selected: readonly SelectedAccount[],
  organizations: OrganizationsClient,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(selected.flatMap(({ parents }) => parents).filter((id) => id.startsWith("ou-")));
  const named = await pMap(ids, async (id) => [id, (await readUnitName(organizations, id)) ?? id] as const, {
    concurrency: atATime,
  });
  return new Map(named);
}

function pagesOf(accounts: readonly ListedAccount[]): readonly (readonly ListedAccount[])[] {
  const count = Math.ceil(accounts.length / accountsPerPage);
  return Array.from({ length: count }, (_, page) =>
    accounts.slice(page * accountsPerPage, (page + 1) * accountsPerPage),
  );
}
