import { type AwsClients, createAwsClients } from "#shared/aws/clients.ts";
import { deployedConfig } from "#shared/config/deployed.ts";
import type { Deployment, Organization } from "#shared/deployment.ts";
import { readEnvironment } from "#shared/environment.ts";
import { readOrganization } from "#shared/organization/read-organization.ts";
import { partitionOfRegion } from "#shared/partition.ts";

/** What every function of a deployed stack makes on cold start. */
export interface Runtime {
  readonly aws: AwsClients;
  /** The deployment; asks Organizations once, then remembers. */
  readonly deployment: () => Promise<Deployment>;
}

export function createRuntime(): Runtime {
  const { region, stage } = readEnvironment();
  const config = deployedConfig();
  const aws = createAwsClients(region);
  let organization: Organization | undefined;
  return {
    aws,
    deployment: async () => {
      organization ??= await readOrganization(aws.organizations);
      return { config, stage, partition: partitionOfRegion(region), organization };
    },
  };
}
