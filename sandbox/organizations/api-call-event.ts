import { eventEnvelope } from "../events/event-envelope.ts";
import { isWrite } from "../http/request-log.ts";
import type { CallRecord } from "../http/server.ts";
import type { World } from "../world.ts";

/** Parameters that CloudTrail does not tell. */
const masked: ReadonlySet<string> = new Set(["AccountName", "Email"]);

/**
 * The event of an API call that CloudTrail recorded: writes to Organizations by the management account, failed ones
 * too. A call by a member account is recorded there and never seen here.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export function apiCallEvent(world: World, { service, action, caller, input, code }: CallRecord) {
  const { managementAccountId } = world;
  if (service !== "organizations" || !isWrite({ action }) || caller.account.id !== managementAccountId)
    return undefined;
  const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
  const requestParameters = Object.fromEntries(
    input.entries().map(([name, value]) => [lowerFirst(name), masked.has(name) ? "****" : value]),
  );
  const type = caller.isSession ? "AssumedRole" : "IAMUser";
  return eventEnvelope(world, "organizations", "call", action, new Date(world.clock.now()), {
    userIdentity: { type, arn: caller.arn, accountId: managementAccountId },
    requestParameters,
    ...(code === "" ? {} : { errorCode: code }),
  });
}
