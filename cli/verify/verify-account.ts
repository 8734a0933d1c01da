import { DeleteUserCommand, GetAccountSummaryCommand, type IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { AwsClients } from "#shared/aws/clients.ts";
import { awsFailure, isAccessDenied, isAwsError, isDeniedByServiceControlPolicy } from "#shared/aws/errors.ts";
import { credentialsOf, type SessionCredentials } from "#shared/aws/session-credentials.ts";

/** Why an account is not readable, as far as AWS says. */
export type Obstacle =
  /** The reader's own policies do not allow AssumeRole on the role. */
  | "no-source-policy"
  /** A service control policy denies AssumeRole. */
  | "scp-denies-assuming"
  /** AWS does not tell a reader which: one of the next four. An operator can find out. */
  | "role-refuses"
  | "no-role"
  /** The trust policy lets others in. */
  | "trust-policy"
  /** The trust policy asks for another external id than is configured, or for one where none is, and differs in nothing else. */
  | "external-id"
  /** The role is as configured, and the configuration does not let this reader in. */
  | "not-a-source-principal"
  /** A service control policy lets the role be assumed and denies what it would read, as quarantines do. */
  | "scp-denies-reading"
  /** The role has been assumed and may not make the read. */
  | "role-cannot-read";

/** What a reader can do in one account. */
export type Verification =
  | { readonly status: "readable" }
  | { readonly status: "unreadable"; readonly obstacle: Obstacle; readonly message: string }
  /** The role may write: it is not what is configured. */
  | { readonly status: "writable" }
  | { readonly status: "failed"; readonly code: string; readonly message: string };

interface Reader {
  readonly aws: Pick<AwsClients, "sts" | "iam">;
  readonly externalId: string | undefined;
}

/** A user that exists nowhere: deleting it is either refused or finds nothing, and changes nothing either way. */
const nobody = "assumable-verify-no-such-user-7f3c1d";

/**
 * Assumes the member role as the reader, makes one harmless read, and proves that a write is refused, by one that could
 * not change anything. Never throws for what AWS answers.
 */
export async function verifyAccount(roleArn: string, { aws, externalId }: Reader): Promise<Verification> {
  try {
    const session = await assume(roleArn, aws.sts, externalId);
    if ("status" in session) return session;
    const iam = aws.iam(session);
    return (await read(iam)) ?? (await write(iam));
  } catch (error) {
    const { code, message } = awsFailure(error);
    return { status: "failed", code, message };
  }
}

async function assume(
  RoleArn: string,
  sts: AwsClients["sts"],
  ExternalId: string | undefined,
): Promise<SessionCredentials | Verification> {
  try {
    const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "assumable-verify", ExternalId });
    return credentialsOf(await sts.send(command));
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    const { message } = awsFailure(error);
    return unreadable(obstacleToAssuming(message), message);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function obstacleToAssuming(message: string): Obstacle {
  if (isDeniedByServiceControlPolicy(message)) return "scp-denies-assuming";
  return message.includes("no identity-based policy allows") ? "no-source-policy" : "role-refuses";
}

/** Undefined where the read is answered. */
async function read(iam: IAMClient): Promise<Verification | undefined> {
  try {
    await iam.send(new GetAccountSummaryCommand());
    return undefined;
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    const { message } = awsFailure(error);
    return unreadable(isDeniedByServiceControlPolicy(message) ? "scp-denies-reading" : "role-cannot-read", message);
  }
}

async function write(iam: IAMClient): Promise<Verification> {
  try {
    await iam.send(new DeleteUserCommand({ UserName: nobody }));
    return { status: "writable" };
  } catch (error) {
    if (isAccessDenied(error)) return { status: "readable" };
    if (isAwsError(error, "NoSuchEntityException")) return { status: "writable" };
    throw error;
  }
}

function unreadable(obstacle: Obstacle, message: string): Verification {
  return { status: "unreadable", obstacle, message };
}
