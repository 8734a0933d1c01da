import type { Export } from "./exported-account.ts";

/** Goes up with every change that a reader would have to know of. */
const version = 1;

/** Everything there is to say of the accounts, for programs of one's own. */
export function json({ accounts, deployment }: Export): string {
  const { config, organization, partition } = deployment;
  const file = {
    version,
    partition,
    organizationId: organization.id,
    sourceAccountId: config.source.accountId,
    externalId: config.role.externalId,
    accounts,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
