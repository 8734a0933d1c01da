import { randomUUID } from "node:crypto";
import type { CreateAccountStatus, World } from "../world.ts";

/**
 * The service event CreateAccountResult, as EventBridge has it; the name is masked, the times in it are in a form of
 * their own. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export function createAccountResultEvent(world: World, status: CreateAccountStatus): Record<string, unknown> {
  const time = (status.completedAt ?? status.requestedAt).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "AWS Service Event via CloudTrail",
    source: "aws.organizations",
    account: world.managementAccountId,
    time,
    region: world.region,
    resources: [],
    detail: {
      eventVersion: "1.08",
      userIdentity: { accountId: world.managementAccountId, invokedBy: "AWS Internal" },
      eventTime: time,
      eventSource: "organizations.amazonaws.com",
      eventName: "CreateAccountResult",
      awsRegion: world.region,
      sourceIPAddress: "AWS Internal",
      userAgent: "AWS Internal",
      requestParameters: null,
      responseElements: null,
      eventID: randomUUID(),
      readOnly: false,
      eventType: "AwsServiceEvent",
      managementEvent: true,
      recipientAccountId: world.managementAccountId,
      serviceEventDetails: { createAccountStatus: eventStatus(status) },
      eventCategory: "Management",
    },
  };
}

function eventStatus(status: CreateAccountStatus): Record<string, unknown> {
  return {
    id: status.id,
    state: status.state,
    accountName: "****",
    ...(status.accountId === undefined ? {} : { accountId: status.accountId }),
    ...(status.failureReason === undefined ? {} : { failureReason: status.failureReason }),
    requestedTimestamp: eventTimestamp(status.requestedAt),
    completedTimestamp: eventTimestamp(status.completedAt ?? status.requestedAt),
  };
}

/** As in `May 15, 2023 8:26:54 AM`. */
function eventTimestamp(time: Date): string {
  const date = time.toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" });
  const clock = time.toLocaleTimeString("en-US", { timeStyle: "medium", timeZone: "UTC" });
  return `${date} ${clock.replace("\u202f", " ")}`;
}
