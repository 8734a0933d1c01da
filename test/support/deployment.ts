import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import type { Config } from "#shared/config/schema.ts";
import { configSchema } from "#shared/config/schema.ts";
import type { Deployment } from "#shared/deployment.ts";

const { accounts, organizationId } = fakeOrganization;

type ConfigInput = Record<string, unknown>;

/** A configuration for the fake organization, its defaults filled in; `more` is as in the file. */
export function configOf(more: ConfigInput = {}): Config {
  const source = { accountId: accounts.source, principals: ["role/CloudQuery"] };
  return configSchema.parse({ source, ...more });
}

/** A deployment in the fake organization. */
export function deploymentOf(config: ConfigInput = {}, more: Partial<Deployment> = {}): Deployment {
  return {
    config: configOf(config),
    stage: "prod",
    partition: "aws",
    organization: { id: organizationId, managementAccountId: accounts.management },
    ...more,
  };
}
