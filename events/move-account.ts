import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { cloudTrailEvent, succeededCall } from "./cloudtrail-event.ts";

/**
 * MoveAccount, a recorded API call: the account may have come into or gone out of the configured units.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html
 */
export const moveAccountSchema = cloudTrailEvent("aws.organizations", "MoveAccount", {
  ...succeededCall,
  requestParameters: z.looseObject({ accountId: accountIdSchema }),
});

export type MoveAccount = z.infer<typeof moveAccountSchema>;
