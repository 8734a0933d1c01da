import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";

/**
 * What creating an account came to. The name is masked by AWS, and FAILED has no account id.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
const createAccountStatusSchema = z.discriminatedUnion("state", [
  z.looseObject({ state: z.literal("SUCCEEDED"), id: z.string(), accountId: accountIdSchema }),
  z.looseObject({ state: z.literal("FAILED"), id: z.string(), failureReason: z.string() }),
]);

/**
 * Organizations' service event CreateAccountResult, as EventBridge delivers it. Only what is used is required:
 * AWS adds fields, and userIdentity.invokedBy varies.
 */
export const createAccountResultSchema = z.looseObject({
  source: z.literal("aws.organizations"),
  detail: z.looseObject({
    eventName: z.literal("CreateAccountResult"),
    /** ISO 8601. The timestamps in createAccountStatus are of no documented form and are not read. */
    eventTime: z.iso.datetime(),
    serviceEventDetails: z.looseObject({ createAccountStatus: createAccountStatusSchema }),
  }),
});

export type CreateAccountResult = z.infer<typeof createAccountResultSchema>;
