import { noSuchEntity } from "../aws-error.ts";
import type { Account, Group, Identity, ManagedPolicy, Role, User } from "../world.ts";

/**
 * Entities by name. Names are unique whatever their case, but found only as they are written.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export function named<T extends Identity>(entities: ReadonlyMap<string, T>, name: string): T | undefined {
  const entity = entities.get(name.toLowerCase());
  return entity?.name === name ? entity : undefined;
}

export function findRole(account: Account, name: string): Role {
  const role = named(account.roles, name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export function findUser(account: Account, name: string): User {
  const user = named(account.users, name);
  if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

export function findGroup(account: Account, name: string): Group {
  const group = named(account.groups, name);
  if (group === undefined) throw noSuchEntity(`The group with name ${name} cannot be found.`);
  return group;
}

export function findPolicy(account: Account, arn: string): ManagedPolicy {
  const policy = account.policies.get(arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}
