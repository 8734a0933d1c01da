import type { Config } from "#shared/config/schema.ts";
import { accountRootArn, iamArn, type Partition } from "#shared/partition.ts";
import { type PolicyDocument, policyVersion, type Statement } from "#shared/policy-document/document.ts";

interface TrustSettings {
  readonly partition: Partition;
  readonly organizationId: string;
}

/**
 * Who may assume the member role. The principal is the source account's root with a condition on `aws:PrincipalArn`,
 * which names principals by ARN and so survives one being deleted and made again: a role named as Principal would be
 * stored by its unique id. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function memberTrustPolicy(
  { role, source }: Config,
  { partition, organizationId }: TrustSettings,
): PolicyDocument {
  const equals: Record<string, string> = { "aws:PrincipalOrgID": organizationId };
  if (role.externalId !== undefined) equals["sts:ExternalId"] = role.externalId;
  const condition: NonNullable<Statement["Condition"]> = { StringEquals: equals };
  if (source.trust === "principals") {
    const arns = source.principals.map((principal) => iamArn(partition, source.accountId, principal));
    condition[arns.some((arn) => arn.includes("*")) ? "ArnLike" : "ArnEquals"] = { "aws:PrincipalArn": arns };
  }
  return {
    Version: policyVersion,
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: accountRootArn(partition, source.accountId) },
        Action: "sts:AssumeRole",
        Condition: condition,
      },
    ],
  };
}

/** Nobody may assume the role: stands for the moments in which its permissions are exchanged (docs/adr/0001). */
export const lockedTrustPolicy: PolicyDocument = {
  Version: policyVersion,
  Statement: [{ Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
};
