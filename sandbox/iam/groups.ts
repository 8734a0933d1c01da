import type { Actions } from "../action.ts";
import { deleteConflict } from "../aws-error.ts";
import { uniqueId } from "../identifiers.ts";
import { type Account, type Group, iamArn, type User, type World } from "../world.ts";
import { checkIsFree, checkName, checkPath, page, pageParameters } from "./checks.ts";
import { findGroup, findUser } from "./lookup.ts";
import { onAccount, onEntity } from "./resource.ts";
import { userStructure } from "./users.ts";

export const groupActions: Actions = {
  CreateGroup: {
    parameters: ["GroupName", "Path"],
    authorizations: onEntity("group", "CreateGroup"),
    run: ({ world, caller: { account }, input }) => {
      const name = input.text("GroupName");
      const path = input.optionalText("Path") ?? "/";
      checkName("groupName", name, 128);
      checkPath(path);
      checkIsFree("Group", account.groups, name);
      const group = newGroup(world, account.id, name, path);
      account.groups.set(name.toLowerCase(), group);
      return { Group: groupStructure(group) };
    },
  },
  GetGroup: {
    parameters: ["GroupName", ...pageParameters],
    authorizations: onEntity("group", "GetGroup"),
    run: ({ caller: { account }, input }) => {
      const group = findGroup(account, input.text("GroupName"));
      return { Group: groupStructure(group), ...page(input, "Users", membersOf(account, group).map(userStructure)) };
    },
  },
  ListGroups: {
    parameters: [...pageParameters],
    authorizations: onAccount("ListGroups"),
    run: ({ caller, input }) => page(input, "Groups", [...caller.account.groups.values()].map(groupStructure)),
  },
  AddUserToGroup: {
    parameters: ["GroupName", "UserName"],
    authorizations: onEntity("group", "AddUserToGroup"),
    run: ({ caller: { account }, input }) => {
      const group = findGroup(account, input.text("GroupName"));
      findUser(account, input.text("UserName")).groups.add(group.name);
    },
  },
  RemoveUserFromGroup: {
    parameters: ["GroupName", "UserName"],
    authorizations: onEntity("group", "RemoveUserFromGroup"),
    run: ({ caller: { account }, input }) => {
      const group = findGroup(account, input.text("GroupName"));
      findUser(account, input.text("UserName")).groups.delete(group.name);
    },
  },
  DeleteGroup: {
    parameters: ["GroupName"],
    authorizations: onEntity("group", "DeleteGroup"),
    run: ({ caller: { account }, input }) => {
      const group = findGroup(account, input.text("GroupName"));
      if (membersOf(account, group).length > 0) {
        throw deleteConflict("Cannot delete entity, must remove users from group first.");
      }
      if (group.attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
      if (group.inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
      account.groups.delete(group.name.toLowerCase());
    },
  },
};

function membersOf(account: Account, group: Group): readonly User[] {
  return [...account.users.values()].filter(({ groups }) => groups.has(group.name));
}

function newGroup(world: World, accountId: string, name: string, path: string): Group {
  return {
    kind: "group",
    arn: iamArn(world, accountId, `group${path}${name}`),
    id: uniqueId("AGPA"),
    name,
    path,
    createdAt: new Date(world.clock.now()),
    attached: [],
    inline: new Map(),
    tags: new Map(),
  };
}

function groupStructure(group: Group): Record<string, unknown> {
  return { Path: group.path, GroupName: group.name, GroupId: group.id, Arn: group.arn, CreateDate: group.createdAt };
}
