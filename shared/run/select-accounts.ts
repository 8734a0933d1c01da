import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { RunInput } from "#events/run-input.ts";
import type { Deployment } from "#shared/deployment.ts";
import { isUnit } from "#shared/organization/read-organization.ts";
import type { RunStore } from "./run-store.ts";
import { type SelectedAccount, streamAccounts, type Wanted } from "./stream-accounts.ts";

/** A run was asked for something that is not there. Nothing was done. */
class InvalidRunInputError extends Error {
  override readonly name = "InvalidRunInputError";
  readonly retryable = false;
}

interface Services {
  readonly organizations: OrganizationsClient;
  readonly store: Pick<RunStore, "readUnfinished">;
}

/**
 * The accounts a run is about, each checked against the organization's own list, in the order of their ids. Throws
 * InvalidRunInputError for accounts, units and runs that are not there.
 */
export async function selectAccounts(
  input: RunInput,
  deployment: Deployment,
  { organizations, store }: Services,
): Promise<readonly SelectedAccount[]> {
  const wanted = await wantedAccounts(input, organizations, store);
  const selected: SelectedAccount[] = [];
  for await (const account of streamAccounts(wanted, deployment, organizations)) selected.push(account);
  const seen = new Set(selected.map(({ account }) => account.id));
  checkAccounts(input, seen);
  return selected.toSorted((left, right) => (left.account.id < right.account.id ? -1 : 1));
}

async function wantedAccounts(
  { accounts, organizationalUnits, retryFailedOf }: RunInput,
  organizations: OrganizationsClient,
  store: Services["store"],
): Promise<Wanted> {
  for (const [index, unit] of (organizationalUnits ?? []).entries()) {
    if (!(await isUnit(organizations, unit))) {
      throw new InvalidRunInputError(`organizationalUnits.${index}: there is no unit ${unit} in this organization`);
    }
  }
  const unfinished = retryFailedOf === undefined ? undefined : await store.readUnfinished(retryFailedOf);
  if (retryFailedOf !== undefined && unfinished === undefined) {
    throw new InvalidRunInputError(
      `retryFailedOf: there is no report of a run ${retryFailedOf}. It is the name of the execution, as in ` +
        "`aws stepfunctions list-executions`; reports of runs that failed or are long past do not exist.",
    );
  }
  const everything = accounts === undefined && organizationalUnits === undefined && retryFailedOf === undefined;
  return { everything, accounts: new Set(unfinished ?? accounts), units: new Set(organizationalUnits) };
}

/** An account that has left since is nobody's fault where another run named it, and bad input where a person did. */
function checkAccounts({ accounts }: RunInput, seen: ReadonlySet<string>): void {
  const missing = [...(accounts ?? []).entries()].filter(([, accountId]) => !seen.has(accountId));
  if (missing.length === 0) return;
  const faults = missing.map(([index, id]) => `accounts.${index}: account ${id} is not in this organization`);
  throw new InvalidRunInputError(faults.join("; "));
}
