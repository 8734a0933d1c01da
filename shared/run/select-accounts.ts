import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { RunInput } from "#events/run-input.ts";
import type { Deployment } from "#shared/deployment.ts";
import { parentsOf } from "#shared/organization/parents.ts";
import { listAccounts, type OrganizationAccount, readUnitName } from "#shared/organization/read-organization.ts";
import { namesUnits, scopeOf } from "#shared/organization/scope.ts";
import type { SkipReason } from "#shared/outcome.ts";
import type { RunStore } from "./run-store.ts";

/** A run was asked for something that is not there. Nothing was done. */
class InvalidRunInputError extends Error {
  override readonly name = "InvalidRunInputError";
  readonly retryable = false;
}

/** An account the run is about, and why it is left alone if it is. */
export interface SelectedAccount {
  readonly account: OrganizationAccount;
  readonly parents: readonly string[];
  readonly skip: SkipReason | undefined;
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
  const parents = parentsOf(organizations);
  const unitsDecide = wanted.units.size > 0 || namesUnits(deployment);
  const selected: SelectedAccount[] = [];
  const seen = new Set<string>();
  for await (const account of listAccounts(organizations)) {
    seen.add(account.id);
    const above = unitsDecide ? await parents(account) : account.parents;
    if (!isWanted(wanted, account.id, above ?? [])) continue;
    const scope = await scopeOf(account, deployment, parents);
    const skip = scope.kind === "skipped" ? scope.reason : undefined;
    selected.push({ account, parents: above ?? [], skip });
  }
  checkAccounts(input, seen);
  return selected.toSorted((left, right) => (left.account.id < right.account.id ? -1 : 1));
}

interface Wanted {
  readonly everything: boolean;
  readonly accounts: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
}

async function wantedAccounts(
  { accounts, organizationalUnits, retryFailedOf }: RunInput,
  organizations: OrganizationsClient,
  store: Services["store"],
): Promise<Wanted> {
  for (const [index, unit] of (organizationalUnits ?? []).entries()) {
    if (!unit.startsWith("r-") && (await readUnitName(organizations, unit)) === undefined) {
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

function isWanted({ everything, accounts, units }: Wanted, accountId: string, parents: readonly string[]): boolean {
  return everything || accounts.has(accountId) || parents.some((unit) => units.has(unit));
}

/** An account that has left since is nobody's fault where another run named it, and bad input where a person did. */
function checkAccounts({ accounts }: RunInput, seen: ReadonlySet<string>): void {
  const missing = [...(accounts ?? []).entries()].filter(([, accountId]) => !seen.has(accountId));
  if (missing.length === 0) return;
  const faults = missing.map(([index, id]) => `accounts.${index}: account ${id} is not in this organization`);
  throw new InvalidRunInputError(faults.join("; "));
}
