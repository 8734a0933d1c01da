import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";

const status = z.looseObject({ state: z.literal("SUCCEEDED"), account: z.looseObject({ accountId: accountIdSchema }) });

function lifecycleEvent<Details extends z.core.$ZodLooseShape>(eventName: string, details: Details) {
  return z.looseObject({
    source: z.literal("aws.controltower"),
    detail: z.looseObject({
      eventName: z.literal(eventName),
      /** ISO 8601. */
      eventTime: z.iso.datetime(),
      serviceEventDetails: z.looseObject(details),
    }),
  });
}

/**
 * Control Tower has made or enrolled an account. A creation that failed and was tried again ends as an update.
 * https://docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html
 */
export const createManagedAccountSchema = lifecycleEvent("CreateManagedAccount", {
  createManagedAccountStatus: status,
});
export const updateManagedAccountSchema = lifecycleEvent("UpdateManagedAccount", {
  updateManagedAccountStatus: status,
});

export type CreateManagedAccount = z.infer<typeof createManagedAccountSchema>;
export type UpdateManagedAccount = z.infer<typeof updateManagedAccountSchema>;
