import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { cloudTrailEvent } from "./cloudtrail-event.ts";
import { runIdSchema } from "./run-id.ts";

/**
 * AccountJoinedOrganization: an account was created in, invited to or transferred into the organization. AWS names the
 * event and its joinedMethod, in either case of letters, and documents no shape, so the account id is looked for; it is
 * undefined where there is not exactly one.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html
 */
export const accountJoinedOrganizationSchema = cloudTrailEvent("aws.organizations", "AccountJoinedOrganization", {
  eventID: runIdSchema.max(60),
  serviceEventDetails: z.unknown().optional(),
  requestParameters: z.unknown().optional(),
}).transform(({ detail }) => {
  const candidates = [detail["serviceEventDetails"], detail["requestParameters"]].flatMap(accountIdsIn);
  const distinct = [...new Set(candidates)];
  const accountId = distinct.length === 1 ? accountIdSchema.safeParse(distinct[0]).data : undefined;
  return { accountId, eventTime: detail.eventTime, eventId: detail.eventID };
});

export type AccountJoinedOrganization = z.infer<typeof accountJoinedOrganizationSchema>;

/** Values of `accountId` in a structure or in the structures right below it. */
function accountIdsIn(value: unknown): readonly unknown[] {
  const below = Object.values(structure(value)).map(structure);
  return [structure(value), ...below].flatMap(({ accountId }) => (accountId === undefined ? [] : [accountId]));
}

function structure(value: unknown): Readonly<{ accountId?: unknown }> {
  return typeof value === "object" && value !== null ? value : {};
}
