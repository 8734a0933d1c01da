import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { cloudTrailEvent } from "./cloudtrail-event.ts";

const status = z.looseObject({ state: z.literal("SUCCEEDED"), account: z.looseObject({ accountId: accountIdSchema }) });

/**
 * Control Tower has made or enrolled an account. A creation that failed and was tried again ends as an update.
 * https://docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html
 */
export const createManagedAccountSchema = cloudTrailEvent("aws.controltower", "CreateManagedAccount", {
  serviceEventDetails: z.looseObject({ createManagedAccountStatus: status }),
});
export const updateManagedAccountSchema = cloudTrailEvent("aws.controltower", "UpdateManagedAccount", {
  serviceEventDetails: z.looseObject({ updateManagedAccountStatus: status }),
});

export type CreateManagedAccount = z.infer<typeof createManagedAccountSchema>;
export type UpdateManagedAccount = z.infer<typeof updateManagedAccountSchema>;
