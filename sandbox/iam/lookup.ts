import { noSuchEntity } from "../aws-error.ts";
import type { Account, Group, ManagedPolicy, Role, User } from "../world.ts";

export function findRole(account: Account, name: string): Role {
  const role = account.roles.get(name.toLowerCase());
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export function findUser(account: Account, name: string): User {
  const user = account.users.get(name.toLowerCase());
  if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

export function findGroup(account: Account, name: string): Group {
  const group = account.groups.get(name.toLowerCase());
  if (group === undefined) throw noSuchEntity(`The group with name ${name} cannot be found.`);
  return group;
}

export function findPolicy(account: Account, arn: string): ManagedPolicy {
  const policy = account.policies.get(arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}
