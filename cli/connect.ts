import { readFileSync } from "node:fs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type AwsClients, clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import { ConfigError } from "#shared/config/faults.ts";
import { parseConfig } from "#shared/config/parse.ts";
import type { Config } from "#shared/config/schema.ts";
import type { Deployment } from "#shared/deployment.ts";
import { readOrganization } from "#shared/organization/read-organization.ts";
import { partitionOfRegion } from "#shared/partition.ts";
import { UsageError } from "./failure.ts";
import type { AwsOptions } from "./options.ts";

/** What a command that works on the organization has. */
export interface Connection {
  readonly aws: AwsClients;
  readonly deployment: Deployment;
}

/** Reads a configuration file; throws ConfigError with every fault. */
export function readConfig(file: string): Config {
  return parseConfig(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    const reason = "cannot be read: write one with `assumable config init`, or name another with --config";
    throw new ConfigError(file, [{ path: "(the whole file)", reason }]);
  }
}

/** Connects with the operator's own credentials, which have to be the management account's: its access roles trust no other. */
export async function connect({ config: file, stage, profile, region }: AwsOptions): Promise<Connection> {
  const config = readConfig(file);
  const aws = createAwsClients(clientSettings(region, profile));
  const [organization, { Account: caller }] = await Promise.all([
    readOrganization(aws.organizations),
    aws.sts.send(new GetCallerIdentityCommand()),
  ]);
  if (caller !== organization.managementAccountId) {
    throw new UsageError(
      `These credentials are of account ${caller}, and access roles trust the management account alone.`,
      `Use credentials of account ${organization.managementAccountId}, as with --profile.`,
    );
  }
  return { aws, deployment: { config, stage, partition: partitionOfRegion(region), organization } };
}
