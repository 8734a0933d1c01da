import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";

/** `onboard-account` invoked by hand: one account. */
export const manualOnboardingSchema = z.strictObject({ accountId: accountIdSchema });

export type ManualOnboarding = z.infer<typeof manualOnboardingSchema>;
