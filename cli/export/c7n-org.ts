import { stringify } from "yaml";
import type { Export } from "./exported-account.ts";

/**
 * Accounts file of Cloud Custodian's c7n-org. Its names are folders of the output, so they are aliases.
 * https://github.com/cloud-custodian/cloud-custodian/blob/main/tools/c7n_org/README.md
 */
export function c7nOrg({ accounts, deployment, region }: Export): string {
  const { externalId } = deployment.config.role;
  const file = {
    accounts: accounts.map(({ accountId, name, alias, organizationalUnits, roleArn }) => ({
      account_id: accountId,
      name: alias,
      display_name: name,
      role: roleArn,
      ...(externalId === undefined ? {} : { external_id: externalId }),
      regions: [region],
      tags: organizationalUnits.map(({ id }) => `ou:${id}`),
    })),
  };
  return `# For c7n-org run -c. Written by assumable; written anew, not edited.\n${stringify(file, { lineWidth: 0 })}`;
}
