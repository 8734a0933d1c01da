import type { Config } from "#shared/config/schema.ts";
import { memberRoleArn } from "#shared/member-role/role-arn.ts";
import type { Partition } from "#shared/partition.ts";
import {
  listOf,
  type PolicyDocument,
  policyVersion,
  type Statement,
  statementsOf,
} from "#shared/policy-document/document.ts";
import { managedPolicySize } from "#shared/quotas.ts";

interface Settings {
  readonly partition: Partition;
  readonly organizationId: string;
}

/**
 * The source policy of scope `organization`: the role of that name in any account, as long as the account is in the
 * organization. It needs no change when accounts come and go.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid
 */
export function organizationDocument(config: Config, { partition, organizationId }: Settings): PolicyDocument {
  const condition = { StringEquals: { "aws:ResourceOrgID": organizationId } };
  return document({ Resource: memberRoleArn(config, partition, "*"), Condition: condition });
}

/** Scope `any-account`: the how-to's statement as it is. Trust policies alone decide where it leads. */
export function anyAccountDocument(config: Config, { partition }: Pick<Settings, "partition">): PolicyDocument {
  return document({ Resource: memberRoleArn(config, partition, "*") });
}

/** Scope `accounts`: the role of each listed account. */
export function accountsDocument(
  config: Config,
  { partition }: Pick<Settings, "partition">,
  accountIds: readonly string[],
): PolicyDocument {
  const sorted = [...accountIds].sort();
  return document({ Resource: sorted.map((accountId) => memberRoleArn(config, partition, accountId)) });
}

/** How many accounts one managed policy has room for: 104 with the default role name. */
export function accountsPerPolicy(config: Config, settings: Pick<Settings, "partition">): number {
  const sizeOf = (count: number) =>
    JSON.stringify(accountsDocument(config, settings, Array<string>(count).fill("000000000000"))).length;
  const perAccount = sizeOf(2) - sizeOf(1);
  return Math.floor((managedPolicySize - sizeOf(1)) / perAccount) + 1;
}

/** Ids of the accounts whose roles a shard lists, whatever the roles' names; none where it cannot be read. */
export function accountIdsIn(document: PolicyDocument | string): readonly string[] {
  if (typeof document === "string") return [];
  const resources = statementsOf(document).flatMap(({ Resource }) => listOf(Resource));
  return resources.flatMap((arn) => /^arn:[\w-]+:iam::(\d{12}):role\//.exec(arn)?.[1] ?? []);
}

function document(allowed: Pick<Statement, "Resource" | "Condition">): PolicyDocument {
  return { Version: policyVersion, Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...allowed }] };
}
