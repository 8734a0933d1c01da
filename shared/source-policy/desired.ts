import { policyArn } from "#shared/config/policy-reference.ts";
import { ownershipTagKey } from "#shared/config/schema.ts";
import { type Deployment, owner } from "#shared/deployment.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";
import { documentOrText } from "#shared/policy-document/read-document.ts";
import {
  accountIdsIn,
  accountsDocument,
  accountsPerPolicy,
  anyAccountDocument,
  organizationDocument,
} from "./documents.ts";
import type { CurrentSource } from "./read.ts";
import { assignShards } from "./shards.ts";

/** The source policy as it should be: one document per policy, by shard number. */
export interface DesiredSource {
  readonly documents: ReadonlyMap<number, PolicyDocument>;
  readonly tags: Readonly<Record<string, string>>;
}

/** `accountIds` are the accounts to be listed in scope `accounts`; other scopes list none. */
export function desiredSource(
  deployment: Deployment,
  current: CurrentSource,
  accountIds: readonly string[],
): DesiredSource {
  const tags = { [ownershipTagKey]: owner(deployment.stage) };
  return { tags, documents: desiredDocuments(deployment, current, accountIds) };
}

function desiredDocuments(
  { config, partition, organization, stage }: Deployment,
  current: CurrentSource,
  accountIds: readonly string[],
): ReadonlyMap<number, PolicyDocument> {
  switch (config.source.policy.scope) {
    case "organization":
      return new Map([[1, organizationDocument(config, { partition, organizationId: organization.id })]]);
    case "any-account":
      return new Map([[1, anyAccountDocument(config, { partition })]]);
    case "accounts": {
      const ours = current.policies.filter(({ tags }) => tags[ownershipTagKey] === owner(stage));
      const shards = assignShards(
        ours.map(({ number, document }) => ({ number, accountIds: accountIdsIn(documentOrText(document)) })),
        accountIds,
        accountsPerPolicy(config, { partition }),
      );
      return new Map(shards.map((shard) => [shard.number, accountsDocument(config, { partition }, shard.accountIds)]));
    }
  }
}

/** ARN of the source policy or one of its shards. */
export function sourcePolicyArn({ config, partition }: Deployment, policyName: string): string {
  const { accountId, policy } = config.source;
  return policyArn(`policy${policy.path}${policyName}`, partition, accountId);
}
