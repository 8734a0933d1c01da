import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { cloudTrailEvent } from "./cloudtrail-event.ts";

/**
 * AccountJoinedOrganization: an account was created in, invited to or transferred into the organization. AWS names the
 * event and its joinedMethod, in either case of letters, and documents no shape, so the account id is looked for.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html
 */
export const accountJoinedOrganizationSchema = cloudTrailEvent("aws.organizations", "AccountJoinedOrganization", {
  serviceEventDetails: z.unknown(),
  requestParameters: z.unknown(),
}).transform(({ detail }, context) => {
  const candidates = [detail["serviceEventDetails"], detail["requestParameters"]].flatMap(accountIdsIn);
  const distinct = [...new Set(candidates)];
  const accountId = accountIdSchema.safeParse(distinct[0]);
  if (distinct.length === 1 && accountId.success) return { accountId: accountId.data, eventTime: detail.eventTime };
  const message = distinct.length > 1 ? "holds several account ids" : "holds no account id of exactly 12 digits";
  context.addIssue({ code: "custom", path: ["detail"], message });
  return z.NEVER;
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
