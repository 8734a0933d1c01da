/**
 * Quotas and limits of IAM and STS that decide something here, in characters unless said otherwise.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const managedPolicySize = 6144;
export const inlinePoliciesSize = 10240;
/** Default quota; an account may have raised it, but a configuration must fit every account. */
export const trustPolicySize = 2048;
/** Plain text of an inline session policy. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const sessionPolicySize = 2048;
export const versionsPerPolicy = 5;
/** Default quota of managed policies attached to a role, in policies. */
export const managedPoliciesPerRole = 20;
/** Shortest duration AssumeRole accepts, in seconds. */
export const shortestSession = 900;
