import { AwsError, expiredToken } from "../aws-error.ts";
import { type Account, accountOf, type Credential, type Role, type Session, type User, type World } from "../world.ts";

/** Who makes a request. */
export interface Caller {
  /** ARN of a user, or of a session: `arn:aws:sts::111122223333:assumed-role/Name/session`. */
  readonly arn: string;
  /** As aws:userid has it. */
  readonly userId: string;
  readonly identity: Role | User;
  readonly account: Account;
  readonly sessionPolicy: string | undefined;
  readonly isSession: boolean;
}

export function callerOf(world: World, credential: Credential): Caller {
  const account = accountOf(world, credential.accountId);
  if (credential.kind === "user") {
    const { user } = credential;
    return { arn: user.arn, userId: user.id, identity: user, account, sessionPolicy: undefined, isSession: false };
  }
  return sessionCaller(world, account, credential);
}

/** A session of a role, whether or not anybody holds its keys. */
export function sessionCaller(
  world: World,
  account: Account,
  { role, sessionName, sessionPolicy }: Pick<Session, "role" | "sessionName" | "sessionPolicy">,
): Caller {
  return {
    arn: `arn:${world.partition}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    identity: role,
    account,
    sessionPolicy,
    isSession: true,
  };
}

function invalidToken(): AwsError {
  return new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
}

/** The credential of an access key; throws as AWS does for keys that are unknown, expired or deleted. */
export function credentialOf(world: World, accessKeyId: string, sessionToken: string | undefined): Credential {
  const credential = world.credentials.get(accessKeyId);
  if (credential === undefined) throw invalidToken();
  if (credential.kind === "user") return credential;
  if (credential.sessionToken !== sessionToken) throw invalidToken();
  if (credential.expiresAt <= world.clock.now()) throw expiredToken();
  return credential;
}
