import { organizationPath, type World } from "../world.ts";
import type { Caller } from "./caller.ts";

type ContextKeys = Record<string, string | readonly string[]>;

/**
 * Global condition keys of a request. aws:PrincipalArn of a session is the role's ARN, not the session's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function principalKeys(world: World, caller: Caller): ContextKeys {
  const tags = [...caller.identity.tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
  return {
    "aws:PrincipalArn": caller.identity.arn,
    "aws:PrincipalAccount": caller.account.id,
    "aws:PrincipalType": caller.isSession ? "AssumedRole" : "User",
    ...(caller.account.isMember
      ? {
          "aws:PrincipalOrgID": world.organizationId,
          "aws:PrincipalOrgPaths": [organizationPath(world, caller.account)],
        }
      : {}),
    "aws:PrincipalIsAWSService": "false",
    "aws:userid": caller.userId,
    ...(caller.isSession ? {} : { "aws:username": caller.identity.name }),
    ...Object.fromEntries(tags),
  };
}

export function requestKeys(world: World): ContextKeys {
  const now = world.clock.now();
  return {
    "aws:RequestedRegion": world.region,
    "aws:SecureTransport": "true",
    "aws:SourceIp": "127.0.0.1",
    "aws:ViaAWSService": "false",
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
  };
}

export function resourceKeys(world: World, resourceAccountId: string): ContextKeys {
  const account = world.accounts.get(resourceAccountId);
  // An account outside any organization has no organization's keys.
  if (!account?.isMember) return { "aws:ResourceAccount": resourceAccountId };
  return {
    "aws:ResourceAccount": resourceAccountId,
    "aws:ResourceOrgID": world.organizationId,
    "aws:ResourceOrgPaths": [organizationPath(world, account)],
  };
}
