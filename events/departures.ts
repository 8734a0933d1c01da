import * as z from "zod";
import { cloudTrailEvent, succeededCall } from "./cloudtrail-event.ts";

/**
 * An account has left, or was removed, or is gone for good. The source policy is always reconciled whole, so it does
 * not matter which account it was. AWS documents no shape beyond the name.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html
 */
export const accountDepartedOrganizationSchema = cloudTrailEvent(
  "aws.organizations",
  "AccountDepartedOrganization",
  {},
);

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_RemoveAccountFromOrganization.html */
export const removeAccountFromOrganizationSchema = cloudTrailEvent(
  "aws.organizations",
  "RemoveAccountFromOrganization",
  succeededCall,
);

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html */
export const closeAccountResultSchema = cloudTrailEvent("aws.organizations", "CloseAccountResult", {
  serviceEventDetails: z.looseObject({ closeAccountStatus: z.looseObject({ state: z.literal("SUCCEEDED") }) }),
});

export type AccountDepartedOrganization = z.infer<typeof accountDepartedOrganizationSchema>;
export type RemoveAccountFromOrganization = z.infer<typeof removeAccountFromOrganizationSchema>;
export type CloseAccountResult = z.infer<typeof closeAccountResultSchema>;
