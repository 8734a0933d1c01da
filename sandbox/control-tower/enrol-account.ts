import { eventEnvelope } from "../events/event-envelope.ts";
import { addAccessRole } from "../organizations/create-account.ts";
import { accountOf, type World } from "../world.ts";

/**
 * What Control Tower's enrolment of an account comes to: its execution role, and the lifecycle event, which is returned.
 * The way to ask for it, Account Factory, is not emulated. An account that has the role already is updated, any other
 * created as a managed account.
 * https://docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html
 */
export function enrolAccount(world: World, accountId: string): Record<string, unknown> {
  const account = accountOf(world, accountId);
  const isEnrolled = account.roles.has("awscontroltowerexecution");
  if (!isEnrolled) addAccessRole(world, account, "AWSControlTowerExecution");
  const [eventName, key, done] = isEnrolled
    ? ["UpdateManagedAccount", "updateManagedAccountStatus", "updated"]
    : ["CreateManagedAccount", "createManagedAccountStatus", "created"];
  const now = new Date(world.clock.now());
  const timestamp = now.toISOString().replace(/\.\d+Z$/, "+0000");
  return eventEnvelope(world, "controltower", "service", eventName, now, {
    userIdentity: { accountId: world.managementAccountId, invokedBy: "AWS Internal" },
    sourceIPAddress: "AWS Internal",
    userAgent: "AWS Internal",
    serviceEventDetails: {
      [key]: {
        organizationalUnit: {
          organizationalUnitName: world.units.get(account.parentId)?.name,
          organizationalUnitId: account.parentId,
        },
        account: { accountName: account.name, accountId },
        state: "SUCCEEDED",
        message: `AWS Control Tower successfully ${done} a managed account.`,
        requestedTimestamp: timestamp,
        completedTimestamp: timestamp,
      },
    },
  });
}
