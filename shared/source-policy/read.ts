import {
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  type Policy,
  paginateListEntitiesForPolicy,
  paginateListPolicies,
} from "@aws-sdk/client-iam";
import { tagRecord } from "#shared/aws/tags.ts";
import type { Config } from "#shared/config/schema.ts";
import { isAttachable, type SourcePrincipal, sourcePrincipal } from "#shared/config/source-principal.ts";
import { type ReadDocument, readDocument } from "#shared/policy-document/read-document.ts";
import { type PrincipalState, readPrincipal } from "./principal-state.ts";
import { shardNumber } from "./shards.ts";

/** One policy of the source policy's name, or a shard of it, as it is. */
export interface CurrentPolicy {
  readonly name: string;
  readonly number: number;
  readonly arn: string;
  readonly document: ReadDocument;
  readonly tags: Readonly<Record<string, string>>;
  /** Kind and name of what it is attached to, as in `role/CloudQuery`; IAM leaves paths out here. */
  readonly attachedTo: readonly string[];
}

/** The source account, as far as the source policy is concerned. */
export interface CurrentSource {
  readonly policies: readonly CurrentPolicy[];
  /**
   * Principals that can be attached to: all of them in scope `accounts`, otherwise those that the one policy is not
   * attached to yet. Shards left from another scope do not count: they are about to go.
   */
  readonly principals: readonly PrincipalState[];
  /** Quotas of attached managed policies by kind of principal. */
  readonly attachmentQuotas: Readonly<Record<SourcePrincipal["kind"], number>> | undefined;
}

/** Policies a page: IAM's most. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
const longestPage = 1000;

/** Reads the source policy. Quotas and other attachments are read only where scope `accounts` needs them. */
export async function readSource(iam: IAMClient, config: Config): Promise<CurrentSource> {
  const { policy, principals } = config.source;
  const needsCapacity = policy.scope === "accounts";
  const [policies, attachmentQuotas] = await Promise.all([
    readPolicies(iam, policy),
    needsCapacity ? readQuotas(iam) : undefined,
  ]);
  const concrete = principals.map(sourcePrincipal).filter(isAttachable);
  const whole = policies.find(({ number }) => number === 1);
  const isAttached = ({ kind, name }: SourcePrincipal) => whole?.attachedTo.includes(`${kind}/${name}`);
  const toRead = concrete.filter((principal) => needsCapacity || !isAttached(principal));
  const states = await Promise.all(toRead.map((principal) => readPrincipal(iam, principal, needsCapacity)));
  return { policies, principals: states, attachmentQuotas };
}

async function readPolicies(
  iam: IAMClient,
  { name, path }: Config["source"]["policy"],
): Promise<readonly CurrentPolicy[]> {
  const found: { readonly policy: Policy; readonly number: number }[] = [];
  const paginator = { client: iam, pageSize: longestPage };
  for await (const page of paginateListPolicies(paginator, { Scope: "Local", PathPrefix: path })) {
    for (const policy of page.Policies ?? []) {
      const number = policy.Path === path ? shardNumber(name, policy.PolicyName ?? "") : undefined;
      if (number !== undefined) found.push({ policy, number });
    }
  }
  return Promise.all(found.map(({ policy, number }) => readPolicy(iam, policy, number)));
}

async function readPolicy(iam: IAMClient, listed: Policy, number: number): Promise<CurrentPolicy> {
  const PolicyArn = listed.Arn ?? "";
  const [policy, version, attachedTo] = await Promise.all([
    iam.send(new GetPolicyCommand({ PolicyArn })),
    iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: listed.DefaultVersionId })),
    readAttachments(iam, PolicyArn),
  ]);
  return {
    name: listed.PolicyName ?? "",
    number,
    arn: PolicyArn,
    document: readDocument(version.PolicyVersion?.Document ?? ""),
    tags: tagRecord(policy.Policy?.Tags),
    attachedTo,
  };
}

async function readAttachments(iam: IAMClient, PolicyArn: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateListEntitiesForPolicy({ client: iam }, { PolicyArn })) {
    names.push(
      ...(page.PolicyRoles ?? []).map(({ RoleName }) => `role/${RoleName}`),
      ...(page.PolicyUsers ?? []).map(({ UserName }) => `user/${UserName}`),
      ...(page.PolicyGroups ?? []).map(({ GroupName }) => `group/${GroupName}`),
    );
  }
  return names;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
async function readQuotas(iam: IAMClient): Promise<CurrentSource["attachmentQuotas"]> {
  const { SummaryMap: summary } = await iam.send(new GetAccountSummaryCommand());
  return {
    role: summary?.AttachedPoliciesPerRoleQuota ?? 0,
    user: summary?.AttachedPoliciesPerUserQuota ?? 0,
    group: summary?.AttachedPoliciesPerGroupQuota ?? 0,
  };
}
