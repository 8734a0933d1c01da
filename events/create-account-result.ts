import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { cloudTrailEvent } from "./cloudtrail-event.ts";

/**
 * What creating an account came to. The name is masked by AWS, and FAILED has no account id.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
const createAccountStatusSchema = z.discriminatedUnion("state", [
  z.looseObject({ state: z.literal("SUCCEEDED"), id: z.string(), accountId: accountIdSchema }),
  z.looseObject({ state: z.literal("FAILED"), id: z.string(), failureReason: z.string() }),
]);

/** Organizations' service event CreateAccountResult; its userIdentity.invokedBy varies. */
export const createAccountResultSchema = cloudTrailEvent("aws.organizations", "CreateAccountResult", {
  serviceEventDetails: z.looseObject({ createAccountStatus: createAccountStatusSchema }),
});

export type CreateAccountResult = z.infer<typeof createAccountResultSchema>;
