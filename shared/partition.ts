/**
 * Partitions of AWS, by the prefix of their Regions.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const partitionByRegionPrefix = {
  "us-gov-": "aws-us-gov",
  "cn-": "aws-cn",
  "eusc-": "aws-eusc",
  "us-iso-": "aws-iso",
  "us-isob-": "aws-iso-b",
  "eu-isoe-": "aws-iso-e",
  "us-isof-": "aws-iso-f",
} as const;

export const partitions = ["aws", ...Object.values(partitionByRegionPrefix)] as const;

export type Partition = (typeof partitions)[number];

/** The partition a Region belongs to; a Region with no special prefix is in `aws`. */
export function partitionOfRegion(region: string): Partition {
  for (const [prefix, partition] of Object.entries(partitionByRegionPrefix)) {
    if (region.startsWith(prefix)) return partition;
  }
  return "aws";
}

/** ARN of an IAM resource; `resource` is type, path and name, as in `role/team/Reader`. */
export function iamArn(partition: Partition, accountId: string, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}

/** ARN of the root of an account: every principal in it that the account itself allows. */
export function accountRootArn(partition: Partition, accountId: string): string {
  return iamArn(partition, accountId, "root");
}
