import type { Config } from "#shared/config/schema.ts";
import { isAttachable, sourcePrincipal } from "#shared/config/source-principal.ts";
import type { Mode } from "#shared/outcome.ts";
import { iamArn, type Partition } from "#shared/partition.ts";
import { type PolicyDocument, policyVersion, type Statement } from "#shared/policy-document/document.ts";

const policyReads = ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy", "iam:ListPolicyVersions"];
const policyWrites = [
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:TagPolicy",
];
const accountReads = ["iam:GetAccountSummary", "iam:ListPolicies"];
const principalReads = {
  role: ["iam:GetRole", "iam:ListAttachedRolePolicies"],
  user: ["iam:GetUser", "iam:ListAttachedUserPolicies"],
  group: ["iam:GetGroup", "iam:ListAttachedGroupPolicies"],
};
const attachment = { role: "iam:AttachRolePolicy", user: "iam:AttachUserPolicy", group: "iam:AttachGroupPolicy" };
const detachments = ["iam:DetachGroupPolicy", "iam:DetachRolePolicy", "iam:DetachUserPolicy"];

interface SessionScope {
  readonly partition: Partition;
}

/**
 * What a session in the source account may do: keep the source policy and its shards, attach them, and no other policy,
 * to the configured principals, and detach them from whatever holds them when a shard goes.
 */
export function sourceSessionPolicy(config: Config, { partition }: SessionScope, mode: Mode = "apply"): PolicyDocument {
  const { accountId, policy, principals } = config.source;
  const policies = iamArn(partition, accountId, `policy${policy.path}${policy.name}`);
  const shards = [policies, `${policies}-*`];
  const attachable = principals.map(sourcePrincipal).filter(isAttachable);
  const kinds = [...new Set(attachable.map(({ kind }) => kind))];
  const onlyOurs = { ArnLike: { "iam:PolicyARN": shards } };
  const read: Statement[] = [
    { Effect: "Allow", Action: accountReads, Resource: "*" },
    { Effect: "Allow", Action: mode === "plan" ? policyReads : [...policyReads, ...policyWrites], Resource: shards },
  ];
  const write: Statement[] = [{ Effect: "Allow", Action: detachments, Resource: "*", Condition: onlyOurs }];
  if (attachable.length > 0) {
    const resources = kinds.map((kind) => iamArn(partition, accountId, `${kind}/*`));
    read.push({ Effect: "Allow", Action: kinds.flatMap((kind) => principalReads[kind]), Resource: resources });
    write.push({
      Effect: "Allow",
      Action: kinds.map((kind) => attachment[kind]),
      Resource: attachable.map(({ resource }) => iamArn(partition, accountId, resource)),
      Condition: onlyOurs,
    });
  }
  return { Version: policyVersion, Statement: mode === "plan" ? read : [...read, ...write] };
}
