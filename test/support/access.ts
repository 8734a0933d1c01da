import { verdictFor } from "#sandbox/authorization/authorize.ts";
import { callerOf } from "#sandbox/authorization/caller.ts";
import { shownTrustPolicy } from "#sandbox/iam/trust-policy.ts";
import { addAccessKey, newUser } from "#sandbox/iam/users.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { newSession } from "#sandbox/sts/session.ts";
import { accountOf, type Credential, iamArn, type Role, type World } from "#sandbox/world.ts";

const { accounts } = fakeOrganization;

/** One harmless read of each of two services, one read of data, and two writes, each on something to do it to. */
function requestsIn(accountId: string) {
  return [
    { action: "iam:GetRole", resource: `arn:aws:iam::${accountId}:role/Any` },
    { action: "lambda:ListFunctions", resource: "*" },
    { action: "sqs:ReceiveMessage", resource: `arn:aws:sqs:us-east-1:${accountId}:any` },
    { action: "iam:CreateUser", resource: `arn:aws:iam::${accountId}:user/Any` },
    { action: "s3:PutObject", resource: "arn:aws:s3:::bucket/any" },
  ];
}

/** The configured reader, a neighbour in its account, our administrator, and a stranger: all may assume anything. */
export function peopleOf(world: World): readonly Credential[] {
  const source = accountOf(world, accounts.source);
  const reader = source.roles.get("cloudquery")!;
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [everything] });
  reader.inline.set("all", document);
  const stranger = newUser(world, accounts.outside, {
    name: "Stranger",
    path: "/",
    inline: new Map([["all", document]]),
  });
  return [
    newSession(world, reader, source.id, { sessionName: "reader", seconds: 3600 }),
    addAccessKey(world, source.id, source.users.get("intruder")!),
    world.credentials.get("AKIAFAKEMANAGEMENT00")!,
    addAccessKey(world, accounts.outside, stranger),
  ];
}

export function memberRoleIn(world: World, accountId: string): Role | undefined {
  return accountOf(world, accountId).roles.get("crossaccountreadonlyrole");
}

/** Everything these people can do by the member role of an account just now, as `person action`. */
export async function accessIn(
  world: World,
  accountId: string,
  people: readonly Credential[],
): Promise<ReadonlySet<string>> {
  const role = memberRoleIn(world, accountId);
  if (role === undefined) return new Set();
  const session = callerOf(world, newSession(world, role, accountId, { sessionName: "probe", seconds: 900 }));
  const allowed: string[] = [];
  for (const request of requestsIn(accountId)) {
    if ((await verdictFor(world, session, request)).kind === "allowed") allowed.push(request.action);
  }
  const found: string[] = [];
  for (const credential of people) {
    const caller = callerOf(world, credential);
    const resourcePolicy = JSON.parse(shownTrustPolicy(world, role.trustPolicy));
    const question = { action: "sts:AssumeRole", resource: role.arn, resourceAccountId: accountId, resourcePolicy };
    if ((await verdictFor(world, caller, question)).kind === "allowed")
      found.push(...allowed.map((action) => `${caller.identity.name} ${action}`));
  }
  return new Set(found);
}

/**
 * Accounts whose member role the reader, the first of `peopleOf`, may assume as far as its managed policies go, whatever
 * the role there trusts.
 */
export async function reachableIn(
  world: World,
  reader: Credential,
  accountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const role = accountOf(world, accounts.source).roles.get("cloudquery")!;
  const everything = role.inline.get("all");
  role.inline.delete("all");
  const caller = callerOf(world, reader);
  const resourcePolicy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }],
  };
  const found: string[] = [];
  for (const resourceAccountId of accountIds) {
    const resource = iamArn(world, resourceAccountId, `role/${fakeOrganization.memberRoleName}`);
    const question = { action: "sts:AssumeRole", resource, resourceAccountId, resourcePolicy };
    if ((await verdictFor(world, caller, question)).kind === "allowed") found.push(resourceAccountId);
  }
  if (everything !== undefined) role.inline.set("all", everything);
  return new Set(found);
}
