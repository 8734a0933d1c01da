import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { Deployment } from "#shared/deployment.ts";
import { parentsOf } from "#shared/organization/parents.ts";
import { listAccounts, type OrganizationAccount } from "#shared/organization/read-organization.ts";
import { namesUnits, scopeOf } from "#shared/organization/scope.ts";
import type { SkipReason } from "#shared/outcome.ts";

/** Which accounts a pass is about: all of them, or those named and those in units. */
export interface Wanted {
  readonly everything: boolean;
  readonly accounts: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
}

export const everyAccount: Wanted = { everything: true, accounts: new Set(), units: new Set() };

/** An account a pass is about, and why it is left alone if it is. */
export interface SelectedAccount {
  readonly account: OrganizationAccount;
  /** Root and units above it, outermost first; empty also where AWS did not say and nothing depended on it. */
  readonly parents: readonly string[];
  readonly skip: SkipReason | undefined;
}

/** The wanted accounts, as Organizations lists them, page by page. */
export async function* streamAccounts(
  { everything, accounts, units }: Wanted,
  deployment: Deployment,
  organizations: OrganizationsClient,
): AsyncGenerator<SelectedAccount> {
  const parents = parentsOf(organizations);
  const unitsDecide = units.size > 0 || namesUnits(deployment);
  for await (const account of listAccounts(organizations)) {
    const above = (unitsDecide ? await parents(account) : account.parents) ?? [];
    if (!everything && !accounts.has(account.id) && !above.some((unit) => units.has(unit))) continue;
    const scope = await scopeOf(account, deployment, parents);
    yield { account, parents: above, skip: scope.kind === "skipped" ? scope.reason : undefined };
  }
}
