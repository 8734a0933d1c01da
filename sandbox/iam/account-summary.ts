import type { Actions } from "../action.ts";
import { quotas } from "./checks.ts";
import { onAccount } from "./resource.ts";

export const accountSummaryActions: Actions = {
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
  GetAccountSummary: {
    parameters: [],
    authorizations: onAccount("GetAccountSummary"),
    run: ({ caller: { account } }) => {
      const counts = {
        Roles: account.roles.size,
        Users: account.users.size,
        Groups: account.groups.size,
        Policies: account.policies.size,
        RolesQuota: quotas.roles,
        AttachedPoliciesPerRoleQuota: quotas.policiesPerRole,
        AttachedPoliciesPerUserQuota: quotas.policiesPerUser,
        AttachedPoliciesPerGroupQuota: quotas.policiesPerGroup,
        PolicySizeQuota: quotas.managedPolicySize,
        AssumeRolePolicySizeQuota: quotas.trustPolicySize,
        VersionsPerPolicyQuota: quotas.versionsPerPolicy,
      };
      return { SummaryMap: { entry: Object.entries(counts).map(([key, value]) => ({ key, value })) } };
    },
  },
};
