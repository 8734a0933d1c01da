/**
 * The Region in which Organizations' events arrive, by partition: the one its API is in.
 * https://docs.aws.amazon.com/general/latest/gr/ao.html
 */
const eventRegions: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-cn": "cn-northwest-1",
  "aws-eusc": "eusc-de-east-1",
};

const emulatedPartitions = Object.keys(eventRegions);

export function eventRegionOf(partition: string): string {
  const region = eventRegions[partition];
  if (region === undefined) throw new Error(`unknown partition: one of ${emulatedPartitions.join(", ")}`);
  return region;
}
