import { stringify } from "yaml";
import type { Export } from "./exported-account.ts";

/**
 * Providers for Prowler's bulk provisioning.
 * https://github.com/prowler-cloud/prowler/tree/master/util/prowler-bulk-provisioning
 */
export function prowler({ accounts, deployment }: Export): string {
  const { externalId } = deployment.config.role;
  const providers = accounts.map(({ accountId, alias, roleArn }) => ({
    provider: "aws",
    uid: accountId,
    alias,
    auth_method: "role",
    credentials: { role_arn: roleArn, ...(externalId === undefined ? {} : { external_id: externalId }) },
  }));
  return `# For Prowler's bulk provisioning. Written by assumable; written anew, not edited.\n${stringify(providers, { lineWidth: 0 })}`;
}
