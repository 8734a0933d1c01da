import type { Deployment } from "#shared/deployment.ts";
import type { SkipReason } from "#shared/outcome.ts";
import type { OrganizationAccount } from "./read-organization.ts";

/** Whether an account is to have the role, and if not, why. */
export type Scope = { readonly kind: "in-scope" } | { readonly kind: "skipped"; readonly reason: SkipReason };

/** Accounts in PENDING_CLOSURE still work and are kept; those in the states below do not. */
const skippedStates: Readonly<Record<string, SkipReason>> = {
  SUSPENDED: "suspended",
  CLOSED: "closed",
  PENDING_ACTIVATION: "pending-activation",
};

/** Decides by state and configuration. `parents` is asked for only when organizational units are configured. */
export async function scopeOf(
  account: OrganizationAccount,
  deployment: Deployment,
  parents: (account: OrganizationAccount) => Promise<readonly string[]>,
): Promise<Scope> {
  const { config, organization } = deployment;
  const { include, exclude, organizationalUnits: units, managementAccount } = config.accounts;
  const byState = skippedStates[account.state];
  if (byState !== undefined) return skipped(byState);
  if (account.id === organization.managementAccountId && !managementAccount) {
    return skipped("management-account-excluded");
  }
  if (exclude.includes(account.id)) return skipped("excluded");
  const above = namesUnits(deployment) ? await parents(account) : [];
  if (units.exclude.some((unit) => above.includes(unit))) return skipped("organizational-unit-excluded");
  if (include.length === 0 && units.include.length === 0) return { kind: "in-scope" };
  const included = include.includes(account.id) || units.include.some((unit) => above.includes(unit));
  return included ? { kind: "in-scope" } : skipped("not-included");
}

/** Whether the configuration includes or excludes organizational units. */
export function namesUnits({ config }: Deployment): boolean {
  const { include, exclude } = config.accounts.organizationalUnits;
  return include.length > 0 || exclude.length > 0;
}

function skipped(reason: SkipReason): Scope {
  return { kind: "skipped", reason };
}
