import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { AwsClients } from "#shared/aws/clients.ts";
import { awsFailure, isAccessDenied } from "#shared/aws/errors.ts";
import { type Deployment, sessionName } from "#shared/deployment.ts";
import type { AccessAttempt } from "#shared/outcome.ts";
import { iamArn } from "#shared/partition.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";
import { shortestSession } from "#shared/quotas.ts";
import { credentialsOf, type SessionCredentials } from "./session-credentials.ts";

/** How an account was got into; `credentials` is undefined in our own account. */
export type Entry =
  | { readonly kind: "entered"; readonly credentials: SessionCredentials | undefined }
  | { readonly kind: "unreachable"; readonly attempts: readonly AccessAttempt[] };

/**
 * Gets into an account: with our own credentials into the management account, else by the first access role that
 * answers, narrowed by the session policy. AccessDenied is the answer both of a missing role and of one that does not
 * trust us; any other error comes through.
 */
export async function enterAccount(
  accountId: string,
  sessionPolicy: PolicyDocument,
  deployment: Deployment,
  { sts }: Pick<AwsClients, "sts">,
): Promise<Entry> {
  if (accountId === deployment.organization.managementAccountId) return { kind: "entered", credentials: undefined };
  const attempts: AccessAttempt[] = [];
  for (const accessRole of deployment.config.accessRoles) {
    try {
      const answer = await sts.send(
        new AssumeRoleCommand({
          RoleArn: iamArn(deployment.partition, accountId, `role/${accessRole}`),
          RoleSessionName: sessionName(deployment.stage),
          DurationSeconds: shortestSession,
          Policy: JSON.stringify(sessionPolicy),
        }),
      );
      return { kind: "entered", credentials: credentialsOf(answer) };
    } catch (error) {
      if (!isAccessDenied(error)) throw error;
      const { code, message } = awsFailure(error);
      attempts.push({ accessRole, code, message });
    }
  }
  return { kind: "unreachable", attempts };
}
