import type { AttachedPolicy } from "@aws-sdk/client-iam";

/** ARNs of attached managed policies, from the pages of any of IAM's lists of them. */
export async function attachedPolicyArns(
  pages: AsyncIterable<{ AttachedPolicies?: AttachedPolicy[] | undefined }>,
): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const page of pages)
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
  return arns;
}
