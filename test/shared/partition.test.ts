import { expect, test } from "vitest";
import { accountRootArn, eventRegionOf, iamArn, partitionOfRegion, partitions } from "#shared/partition.ts";

test.each([
  ["us-east-1", "aws"],
  ["eu-central-1", "aws"],
  ["us-gov-west-1", "aws-us-gov"],
  ["cn-north-1", "aws-cn"],
  ["eusc-de-east-1", "aws-eusc"],
  ["us-iso-west-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["xx-cn-", "aws"],
])("the Region %s is in the partition %s", (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
  expect(partitions).toContain(partition);
});

test.each([
  ["aws", "us-east-1"],
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-cn", "cn-northwest-1"],
  ["aws-eusc", "eusc-de-east-1"],
  ["aws-iso", "us-iso-east-1"],
  ["aws-iso-b", "us-isob-east-1"],
  ["aws-iso-e", undefined],
  ["aws-iso-f", undefined],
] as const)("Organizations' events of the partition %s arrive in %s", (partition, region) => {
  expect(eventRegionOf(partition)).toBe(region);
});

test("ARNs of IAM have no Region", () => {
  expect(iamArn("aws-cn", "111111111111", "role/team/Reader")).toBe("arn:aws-cn:iam::111111111111:role/team/Reader");
  expect(accountRootArn("aws", "111111111111")).toBe("arn:aws:iam::111111111111:root");
});
