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

/**
 * The Region Organizations' events arrive in: the one its API is in.
 * https://docs.aws.amazon.com/general/latest/gr/ao.html
 */
const eventRegions: Readonly<Record<Partition, string | undefined>> = {
  aws: "us-east-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-cn": "cn-northwest-1",
  "aws-eusc": "eusc-de-east-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": undefined,
  "aws-iso-f": undefined,
};

/** Undefined where AWS does not say. */
export function eventRegionOf(partition: Partition): string | undefined {
  return eventRegions[partition];
}

/** ARN of an IAM resource; `resource` is type, path and name, as in `role/team/Reader`. */
export function iamArn(partition: Partition, accountId: string, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}

/** ARN of the root of an account: every principal in it that the account itself allows. */
export function accountRootArn(partition: Partition, accountId: string): string {
  return iamArn(partition, accountId, "root");
}
