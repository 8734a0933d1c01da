import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { organizationsEvent, succeededCall } from "./organizations-event.ts";

/**
 * MoveAccount, a recorded API call: the account may have come into or gone out of the configured units.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html
 */
export const moveAccountSchema = organizationsEvent("MoveAccount", {
  ...succeededCall,
  requestParameters: z.looseObject({ accountId: accountIdSchema }),
});

export type MoveAccount = z.infer<typeof moveAccountSchema>;
