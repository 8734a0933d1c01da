import { randomUUID } from "node:crypto";
import { isWrite } from "../http/request-log.ts";
import type { CallRecord } from "../http/server.ts";
import type { World } from "../world.ts";
import { wholeSeconds } from "./service-events.ts";

/** Parameters that CloudTrail does not tell. */
const masked: ReadonlySet<string> = new Set(["AccountName", "Email"]);

/**
 * The event of an API call that CloudTrail recorded: writes to Organizations by the management account, failed ones
 * too. A call by a member account is recorded there and never seen here.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export function apiCallEvent(world: World, { service, action, caller, input, code }: CallRecord) {
  const { managementAccountId, region } = world;
  if (service !== "organizations" || !isWrite({ action }) || caller.account.id !== managementAccountId)
    return undefined;
  const time = wholeSeconds(new Date(world.clock.now()));
  const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
  const requestParameters = Object.fromEntries(
    input.entries().map(([name, value]) => [lowerFirst(name), masked.has(name) ? "****" : value]),
  );
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.organizations",
    account: managementAccountId,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: "1.08",
      userIdentity: {
        type: caller.isSession ? "AssumedRole" : "IAMUser",
        arn: caller.arn,
        accountId: managementAccountId,
      },
      eventTime: time,
      eventSource: "organizations.amazonaws.com",
      eventName: action,
      awsRegion: region,
      requestParameters,
      responseElements: null,
      ...(code === "" ? {} : { errorCode: code }),
      eventID: randomUUID(),
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: managementAccountId,
      eventCategory: "Management",
    },
  };
}
