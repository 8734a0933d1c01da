import * as z from "zod";
import { iamArn, type Partition, partitions } from "#shared/partition.ts";

const awsManagedArn = new RegExp(`^arn:(${partitions.join("|")}):iam::aws:policy/([\\w+=,.@/-]+)$`);
const anyPolicyArn = /^arn:[\w-]+:iam::\d{12}:policy\//;
const ownPolicy = /^policy\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/;

/**
 * Names a managed policy: the ARN of one of AWS's own, or `policy/path/Name`, the customer managed policy of that
 * name in whichever account the role is in.
 */
export const policyReferenceSchema = z.string("must be a policy ARN").superRefine((reference, context) => {
  if (awsManagedArn.test(reference) || ownPolicy.test(reference)) return;
  context.addIssue({
    code: "custom",
    message: anyPolicyArn.test(reference)
      ? "names a policy of one account: write policy/NAME to mean each account's own policy of that name"
      : "must be the ARN of an AWS managed policy, or policy/NAME for each account's own policy",
  });
});

/** The partition a reference is bound to; undefined where it fits any. */
export function partitionOfReference(reference: string): string | undefined {
  return awsManagedArn.exec(reference)?.[1];
}

/** The ARN a reference means in one account. `aws:NAME`, used by presets, is AWS's policy in any partition. */
export function policyArn(reference: string, partition: Partition, accountId: string): string {
  if (reference.startsWith("aws:")) return iamArn(partition, "aws", `policy/${reference.slice("aws:".length)}`);
  return ownPolicy.test(reference) ? iamArn(partition, accountId, reference) : reference;
}
