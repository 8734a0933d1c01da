import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { type ClientSettings, clientSettings } from "#shared/aws/clients.ts";
import { deployedConfig } from "#shared/config/deployed.ts";
import type { Deployment, Organization } from "#shared/deployment.ts";
import { readEnvironment } from "#shared/environment.ts";
import { readOrganization } from "#shared/organization/read-organization.ts";
import { partitionOfRegion } from "#shared/partition.ts";

/** What every function of a deployed stack makes on cold start. */
export interface Runtime {
  /** For the clients of shared/aws/clients.ts. */
  readonly settings: ClientSettings;
  readonly deploymentIn: (organization: Organization) => Deployment;
}

export function createRuntime(): Runtime {
  const { region, stage } = readEnvironment();
  const config = deployedConfig();
  const partition = partitionOfRegion(region);
  return {
    settings: clientSettings(region),
    deploymentIn: (organization) => ({ config, stage, partition, organization }),
  };
}

/** The deployment in the organization Organizations tells of; asks once, then remembers. */
export function deploymentOf(runtime: Runtime, organizations: OrganizationsClient): () => Promise<Deployment> {
  let known: Organization | undefined;
  return async () => {
    known ??= await readOrganization(organizations);
    return runtime.deploymentIn(known);
  };
}
