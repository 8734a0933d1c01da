import { type Export, rolePathAndName } from "./exported-account.ts";

/** The version whose configuration this is. */
const iamCollectVersion = "0.1.131";

/**
 * Configuration of iam-collect, iam-collect.jsonc.
 * https://github.com/cloud-copilot/iam-collect#initialization
 */
export function iamCollect({ accounts, deployment }: Export): string {
  const { externalId } = deployment.config.role;
  const file = {
    name: deployment.organization.id,
    iamCollectVersion,
    storage: { type: "file", path: "./iam-data" },
    accounts: { included: accounts.map(({ accountId }) => accountId) },
    auth: {
      role: { pathAndName: rolePathAndName(deployment), ...(externalId === undefined ? {} : { externalId }) },
    },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
