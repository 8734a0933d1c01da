import { eventEnvelope } from "../events/event-envelope.ts";
import type { Account, CreateAccountStatus, World } from "../world.ts";

/**
 * Service events of Organizations, as EventBridge has them. Names are masked, and the times in their details are in a
 * form of their own.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
type Event = Record<string, unknown>;

export function createAccountResultEvent(world: World, status: CreateAccountStatus): Event {
  const completedAt = status.completedAt ?? status.requestedAt;
  return serviceEvent(world, "CreateAccountResult", completedAt, {
    createAccountStatus: {
      id: status.id,
      state: status.state,
      accountName: "****",
      ...(status.accountId === undefined ? {} : { accountId: status.accountId }),
      ...(status.failureReason === undefined ? {} : { failureReason: status.failureReason }),
      requestedTimestamp: eventTimestamp(status.requestedAt),
      completedTimestamp: eventTimestamp(completedAt),
    },
  });
}

export function closeAccountResultEvent(world: World, account: Account): Event {
  const now = new Date(world.clock.now());
  const timestamp = eventTimestamp(now);
  return serviceEvent(world, "CloseAccountResult", now, {
    closeAccountStatus: {
      accountId: account.id,
      state: "SUCCEEDED",
      requestedTimestamp: timestamp,
      completedTimestamp: timestamp,
    },
  });
}

/** AWS documents the fields of these two, not where they stand. https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html */
export function accountJoinedEvent(world: World, account: Account): Event {
  const joinedMethod = account.joinedMethod === "CREATED" ? "Created" : "INVITED";
  const details = { accountId: account.id, joinedMethod, joinedTime: account.joinedAt.toISOString() };
  return serviceEvent(world, "AccountJoinedOrganization", account.joinedAt, details);
}

export function accountDepartedEvent(world: World, account: Account, departureMethod: "LEFT" | "REMOVED"): Event {
  const now = new Date(world.clock.now());
  const details = { accountId: account.id, departureMethod, departureTime: now.toISOString() };
  return serviceEvent(world, "AccountDepartedOrganization", now, details);
}

function serviceEvent(world: World, eventName: string, at: Date, serviceEventDetails: object): Event {
  return eventEnvelope(world, "organizations", "service", eventName, at, {
    userIdentity: { accountId: world.managementAccountId, invokedBy: "AWS Internal" },
    sourceIPAddress: "AWS Internal",
    userAgent: "AWS Internal",
    serviceEventDetails,
  });
}

/** As in `May 15, 2023 8:26:54 AM`. */
function eventTimestamp(time: Date): string {
  const date = time.toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" });
  const clock = time.toLocaleTimeString("en-US", { timeStyle: "medium", timeZone: "UTC" });
  return `${date} ${clock.replace("\u202f", " ")}`;
}
