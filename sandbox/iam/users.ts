import type { Actions, Call } from "../action.ts";
import { deleteConflict, limitExceeded, noSuchEntity } from "../aws-error.ts";
import { secret, uniqueId } from "../identifiers.ts";
import { type Credential, iamArn, type User, type World } from "../world.ts";
import { checkIsFree, checkName, checkPath, page, pageParameters, readTags, tagList } from "./checks.ts";
import { findUser } from "./lookup.ts";
import { onAccount, onEntity, tagKeys } from "./resource.ts";

export const userActions: Actions = {
  CreateUser: {
    parameters: ["UserName", "Path", "Tags"],
    authorizations: (call) => {
      const create = onEntity("user", "CreateUser", tagKeys)(call);
      return call.input.structures("Tags").length === 0
        ? create
        : [...create, ...onEntity("user", "TagUser", tagKeys)(call)];
    },
    run: (call) => ({ User: userStructure(createUser(call)) }),
  },
  GetUser: {
    parameters: ["UserName"],
    authorizations: onEntity("user", "GetUser"),
    run: ({ caller, input }) => ({ User: userStructure(findUser(caller.account, input.text("UserName"))) }),
  },
  ListUsers: {
    parameters: ["PathPrefix", ...pageParameters],
    authorizations: onAccount("ListUsers"),
    run: ({ caller, input }) => {
      const prefix = input.optionalText("PathPrefix") ?? "/";
      const users = [...caller.account.users.values()].filter(({ path }) => path.startsWith(prefix));
      return page(input, "Users", users.map(userStructure));
    },
  },
  DeleteUser: {
    parameters: ["UserName"],
    authorizations: onEntity("user", "DeleteUser"),
    run: ({ world, caller, input }) => {
      const user = findUser(caller.account, input.text("UserName"));
      if (user.attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
      if (user.inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
      if (user.groups.size > 0) throw deleteConflict("Cannot delete entity, must remove users from group first.");
      if (keysOf(world, user).length > 0) throw deleteConflict("Cannot delete entity, must delete access keys first.");
      caller.account.users.delete(user.name.toLowerCase());
    },
  },
  CreateAccessKey: {
    parameters: ["UserName"],
    authorizations: onEntity("user", "CreateAccessKey"),
    run: ({ world, caller, input }) => {
      const user = findUser(caller.account, input.text("UserName"));
      if (keysOf(world, user).length >= 2) throw limitExceeded("Cannot exceed quota for AccessKeysPerUser: 2");
      const key = addAccessKey(world, caller.account.id, user);
      return { AccessKey: { ...keyStructure(key), SecretAccessKey: key.secretAccessKey } };
    },
  },
  ListAccessKeys: {
    parameters: ["UserName", ...pageParameters],
    authorizations: onEntity("user", "ListAccessKeys"),
    run: ({ world, caller, input }) => {
      const user = findUser(caller.account, input.text("UserName"));
      return page(input, "AccessKeyMetadata", keysOf(world, user).map(keyStructure));
    },
  },
  DeleteAccessKey: {
    parameters: ["UserName", "AccessKeyId"],
    authorizations: onEntity("user", "DeleteAccessKey"),
    run: ({ world, caller, input }) => {
      const user = findUser(caller.account, input.text("UserName"));
      const id = input.text("AccessKeyId");
      if (!keysOf(world, user).some(({ accessKeyId }) => accessKeyId === id)) {
        throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
      }
      world.credentials.delete(id);
    },
  },
};

type AccessKey = Extract<Credential, { kind: "user" }>;

function createUser({ world, caller: { account }, input }: Call): User {
  const name = input.text("UserName");
  const path = input.optionalText("Path") ?? "/";
  checkName("userName", name, 64);
  checkPath(path);
  checkIsFree("User", account.users, name);
  const user = newUser(world, account.id, { name, path, tags: readTags(input) });
  account.users.set(name.toLowerCase(), user);
  return user;
}

export function newUser(
  world: World,
  accountId: string,
  user: Pick<User, "name" | "path"> & Partial<Pick<User, "tags" | "attached" | "inline">>,
): User {
  return {
    kind: "user",
    arn: iamArn(world, accountId, `user${user.path}${user.name}`),
    id: uniqueId("AIDA"),
    createdAt: new Date(world.clock.now()),
    permissionsBoundary: undefined,
    attached: [],
    inline: new Map(),
    tags: new Map(),
    groups: new Set(),
    ...user,
  };
}

/** Gives a user an access key, with the given id and secret where they are to be known beforehand. */
export function addAccessKey(
  world: World,
  accountId: string,
  user: User,
  { accessKeyId = uniqueId("AKIA"), secretAccessKey = secret(30) } = {},
): AccessKey {
  const createdAt = new Date(world.clock.now());
  const key: AccessKey = { kind: "user", accessKeyId, secretAccessKey, user, accountId, createdAt };
  world.credentials.set(accessKeyId, key);
  return key;
}

function keysOf(world: World, user: User): readonly AccessKey[] {
  return [...world.credentials.values()].filter((key): key is AccessKey => key.kind === "user" && key.user === user);
}

function keyStructure({ user, accessKeyId, createdAt }: AccessKey): Record<string, unknown> {
  return { UserName: user.name, AccessKeyId: accessKeyId, Status: "Active", CreateDate: createdAt };
}

export function userStructure(user: User): Record<string, unknown> {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.createdAt,
    Tags: tagList(user.tags),
  };
}
