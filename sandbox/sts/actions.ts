import type { Action, Actions, Call } from "../action.ts";
import type { Authorization } from "../authorization/authorize.ts";
import { accessDenied } from "../authorization/authorize.ts";
import { AwsError, malformedPolicyDocument, validationError } from "../aws-error.ts";
import { checkDocument, quotas } from "../iam/checks.ts";
import { shownTrustPolicy } from "../iam/trust-policy.ts";
import type { Role, Session, World } from "../world.ts";
import { newSession } from "./session.ts";

/** Role chaining is limited to an hour. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const longestChainedSession = 3600;
const shortestSession = 900;

const assumeRole: Action = {
  parameters: ["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "Policy"],
  authorizations: (call) => [assumption(call)],
  run: (call) => {
    const { world, input } = call;
    const { role, accountId } = targetOf(call);
    const session = newSession(world, role, accountId, {
      sessionName: readSessionName(call),
      seconds: readDuration(call, role),
      sessionPolicy: readSessionPolicy(input.optionalText("Policy")),
    });
    return {
      Credentials: credentialsStructure(session),
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${session.sessionName}`,
        Arn: `arn:${world.partition}:sts::${accountId}:assumed-role/${role.name}/${session.sessionName}`,
      },
    };
  },
};

function assumption(call: Call): Authorization {
  const { world, input } = call;
  const { role, accountId } = targetOf(call);
  const externalId = input.optionalText("ExternalId");
  return {
    action: "sts:AssumeRole",
    resource: role.arn,
    resourceAccountId: accountId,
    resourcePolicy: trustPolicyOf(world, role),
    context: {
      "sts:RoleSessionName": readSessionName(call),
      ...(externalId === undefined ? {} : { "sts:ExternalId": externalId }),
      ...Object.fromEntries([...role.tags].map(([key, value]) => [`iam:ResourceTag/${key}`, value])),
      ...Object.fromEntries([...role.tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    },
  };
}

/** A trust policy that is no policy trusts nobody. */
function trustPolicyOf(world: World, role: Role): unknown {
  try {
    return JSON.parse(shownTrustPolicy(world, role.trustPolicy));
  } catch {
    return { Version: "2012-10-17", Statement: [] };
  }
}

/** Role names are case-sensitive here, and a role that is not there is answered like one that does not trust. */
function targetOf({ world, caller, input }: Call): { readonly role: Role; readonly accountId: string } {
  const arn = input.text("RoleArn");
  const match = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (match === null) throw validationError(`${arn} is invalid`);
  const [, , accountId = "", name = ""] = match;
  const account = world.accounts.get(accountId);
  const role = account?.roles.get(name.toLowerCase());
  const works = account?.state === "ACTIVE" || account?.state === "PENDING_CLOSURE";
  if (role === undefined || role.arn !== arn || !works) {
    throw accessDenied(caller, { action: "sts:AssumeRole", resource: arn }, { explicit: false, by: "resource" });
  }
  return { role, accountId };
}

function readSessionName({ input }: Call): string {
  const name = input.text("RoleSessionName");
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  return name;
}

function readDuration({ caller, input }: Call, role: Role): number {
  const seconds = input.optionalInteger("DurationSeconds") ?? 3600;
  if (seconds < shortestSession) {
    throw validationError(
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${shortestSession}`,
    );
  }
  if (caller.isSession && seconds > longestChainedSession) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return seconds;
}

function readSessionPolicy(policy: string | undefined): string | undefined {
  if (policy === undefined) return undefined;
  if (policy.length > quotas.sessionPolicySize) {
    throw validationError(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${quotas.sessionPolicySize}`,
    );
  }
  try {
    checkDocument(policy, "forbidden");
  } catch (error) {
    throw malformedPolicyDocument(error instanceof AwsError ? error.message : "Syntax errors in policy.");
  }
  return policy;
}

function credentialsStructure(session: Session): Record<string, unknown> {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: new Date(session.expiresAt),
  };
}

export const stsActions: Actions = {
  AssumeRole: assumeRole,
  /** Everybody may ask who they are. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
  GetCallerIdentity: {
    parameters: [],
    authorizations: () => [],
    run: ({ caller }) => ({ UserId: caller.userId, Account: caller.account.id, Arn: caller.arn }),
  },
};
