import { type AwsFailure, isDeniedByServiceControlPolicy } from "#shared/aws/errors.ts";
import type { Deployment } from "#shared/deployment.ts";
import type { ConflictReason } from "#shared/outcome.ts";
import { accountRootArn } from "#shared/partition.ts";
import { type PolicyDocument, policyVersion } from "#shared/policy-document/document.ts";

/** Trust policy of an access role: the same as Organizations gives OrganizationAccountAccessRole. */
function accessRoleTrustPolicy({ partition, organization }: Deployment): PolicyDocument {
  const principal = { AWS: accountRootArn(partition, organization.managementAccountId) };
  return { Version: policyVersion, Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }] };
}

/** The next step where no access role answers: who runs which commands in which account. */
export function unreachableRemedy(accountId: string, deployment: Deployment): string {
  const accessRole = deployment.config.accessRoles[0] ?? "";
  const trustPolicy = JSON.stringify(accessRoleTrustPolicy(deployment));
  return [
    `As an administrator of account ${accountId}, create an access role (invited accounts have none):`,
    `aws iam create-role --role-name ${accessRole} --assume-role-policy-document '${trustPolicy}'`,
    `aws iam attach-role-policy --role-name ${accessRole} --policy-arn arn:${deployment.partition}:iam::aws:policy/AdministratorAccess`,
    "If the account has such a role under another name, add the name to accessRoles in assumable.yml.",
  ].join("\n");
}

export function roleConflictRemedy(reason: ConflictReason, roleName: string, accountId: string): string {
  switch (reason) {
    case "different-path":
    case "different-case":
      return (
        `A role of that name stands in account ${accountId} under another path or in other letter case, and IAM ` +
        `renames none. Delete it there (aws iam delete-role --role-name ${roleName}) or set role.name or role.path ` +
        "in assumable.yml."
      );
    case "other-stage-owns-role":
      return `Another stage of assumable keeps this role. Give each stage its own role.name, or remove the other stage from account ${accountId}.`;
    default:
      return (
        `Role ${roleName} in account ${accountId} was made by someone else and differs as listed. Rename or delete it ` +
        "there, choose another role.name, or let assumable take it over: existingRole: adopt."
      );
  }
}

export function policyConflictRemedy(reason: ConflictReason, policyName: string): string {
  return reason === "other-stage-owns-policy"
    ? `Another stage of assumable keeps policy ${policyName}. Give each stage its own source.policy.name.`
    : `Policy ${policyName} in the source account was made by someone else and differs. Rename or delete it there, choose another source.policy.name, or take it over: existingRole: adopt.`;
}

/** The next step after an AWS error, by what AWS says of its cause. */
export function failureRemedy({ code, message, retryable }: AwsFailure): string {
  const action = /perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? "the action named in the message";
  if (isDeniedByServiceControlPolicy(message)) {
    return `A service control policy denies ${action}. Exempt the access role from that Deny statement (ArnNotLike on aws:PrincipalArn), or exclude the account in assumable.yml.`;
  }
  if (message.includes("permissions boundary")) {
    return `A permissions boundary on the access role does not allow ${action}. Widen the boundary, or name another role in accessRoles.`;
  }
  if (code.startsWith("AccessDenied")) {
    return `The access role may not perform ${action}. It needs AdministratorAccess, or IAM rights on the member role.`;
  }
  if (code === "LimitExceededException")
    return "A quota of IAM is used up in that account: raise it or remove what is not needed.";
  if (code === "EntityAlreadyExistsException") {
    return "Something of that name is there under another path or in other letter case, and IAM renames nothing. Delete it there, or choose another name in assumable.yml.";
  }
  if (code === "MalformedPolicyDocumentException") {
    return "IAM refused a policy document. If it names an invalid principal, the source account does not exist in this partition.";
  }
  return retryable
    ? "Nothing to do unless it stays: it is tried again, and the next run repairs what is left."
    : "See the message; a fault of assumable itself is best reported with it.";
}

/** The next step where a run had no time left for an account. */
export function outOfTimeRemedy(): string {
  return "The accounts before it took too long: start a run with retryFailedOf, and look at what is slow or failing there.";
}

/** The next step where the function that had a page of accounts did not finish. */
export function pageFailedRemedy(code: string): string {
  return (
    `The function that had this account ended with ${code} in every attempt, so nothing is known of it. Its log has ` +
    "the cause; then start a run with retryFailedOf."
  );
}

/** The next step where the function that keeps the source policy did not finish. */
export function sourcePolicyNotAttemptedRemedy(code: string): string {
  return `sync-source-policy ended with ${code} in every attempt. Its log has the cause; then invoke it by hand with {}.`;
}

/** The next step for an account that was not begun any more. */
export function interruptedRemedy(): string {
  return "The command was interrupted before this account. Run it again: what was done is found in sync.";
}

/** The next step where a role that is to be removed is not ours. */
export function notOursRemedy(roleName: string, accountId: string): string {
  return `Role ${roleName} in account ${accountId} does not carry this stage's tag, so it stays. Whoever made it may delete it.`;
}
