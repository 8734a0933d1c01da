import type { Actions } from "../action.ts";
import { accountSummaryActions } from "./account-summary.ts";
import { attachmentActions } from "./attachments.ts";
import { groupActions } from "./groups.ts";
import { inlinePolicyActions } from "./inline-policies.ts";
import { managedPolicyActions } from "./managed-policies.ts";
import { roleActions } from "./roles.ts";
import { userActions } from "./users.ts";

export const iamActions: Actions = {
  ...roleActions,
  ...inlinePolicyActions,
  ...attachmentActions,
  ...managedPolicyActions,
  ...userActions,
  ...groupActions,
  ...accountSummaryActions,
};
