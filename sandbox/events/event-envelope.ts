import { randomUUID } from "node:crypto";
import type { World } from "../world.ts";

/** Service events and recorded API calls differ in these two names. */
const kinds = {
  service: { detailType: "AWS Service Event via CloudTrail", eventType: "AwsServiceEvent" },
  call: { detailType: "AWS API Call via CloudTrail", eventType: "AwsApiCall" },
} as const;

/**
 * An event of Organizations or Control Tower as EventBridge has it, from CloudTrail; `detail` adds to what all have in
 * common.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export function eventEnvelope(
  { managementAccountId, region }: World,
  service: "organizations" | "controltower",
  kind: keyof typeof kinds,
  eventName: string,
  at: Date,
  detail: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { detailType, eventType } = kinds[kind];
  const time = at.toISOString().replace(/\.\d+Z$/, "Z");
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source: `aws.${service}`,
    account: managementAccountId,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: "1.08",
      eventTime: time,
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: region,
      requestParameters: null,
      responseElements: null,
      eventID: randomUUID(),
      readOnly: false,
      eventType,
      managementEvent: true,
      recipientAccountId: managementAccountId,
      eventCategory: "Management",
      ...detail,
    },
  };
}
