import type { Actions, Call } from "../action.ts";
import { deleteConflict, limitExceeded, validationError } from "../aws-error.ts";
import { uniqueId } from "../identifiers.ts";
import { iamArn, type Role, type World } from "../world.ts";
import { checkBoundary } from "./boundaries.ts";
import {
  checkIsFree,
  checkName,
  checkPath,
  checkSize,
  encoded,
  page,
  pageParameters,
  quotas,
  readTags,
  tagList,
} from "./checks.ts";
import { findRole } from "./lookup.ts";
import { onAccount, onEntity, tagKeys } from "./resource.ts";
import { shownTrustPolicy, storedTrustPolicy } from "./trust-policy.ts";

function boundaryKey({ input }: Call) {
  const boundary = input.optionalText("PermissionsBoundary");
  return boundary === undefined ? {} : { "iam:PermissionsBoundary": boundary };
}

/** Creating with tags takes iam:TagRole as well. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html */
function creationAuthorizations(call: Call) {
  const create = onEntity("role", "CreateRole", () => ({ ...boundaryKey(call), ...tagKeys(call) }))(call);
  return call.input.structures("Tags").length === 0
    ? create
    : [...create, ...onEntity("role", "TagRole", tagKeys)(call)];
}

export const roleActions: Actions = {
  CreateRole: {
    parameters: [
      "RoleName",
      "Path",
      "Description",
      "MaxSessionDuration",
      "AssumeRolePolicyDocument",
      "PermissionsBoundary",
      "Tags",
    ],
    authorizations: creationAuthorizations,
    run: (call) => ({ Role: roleStructure(call.world, createRole(call)) }),
  },
  GetRole: {
    parameters: ["RoleName"],
    authorizations: onEntity("role", "GetRole"),
    run: ({ world, caller, input }) => ({
      Role: roleStructure(world, findRole(caller.account, input.text("RoleName"))),
    }),
  },
  ListRoles: {
    parameters: ["PathPrefix", ...pageParameters],
    authorizations: onAccount("ListRoles"),
    run: ({ world, caller, input }) => {
      const prefix = input.optionalText("PathPrefix") ?? "/";
      const roles = [...caller.account.roles.values()].filter(({ path }) => path.startsWith(prefix));
      return page(
        input,
        "Roles",
        roles.map((role) => roleStructure(world, role)),
      );
    },
  },
  UpdateRole: {
    parameters: ["RoleName", "Description", "MaxSessionDuration"],
    authorizations: onEntity("role", "UpdateRole"),
    run: ({ caller, input }) => {
      const role = findRole(caller.account, input.text("RoleName"));
      role.description = input.optionalText("Description") ?? "";
      role.maxSessionDuration = readDuration(input.optionalInteger("MaxSessionDuration"));
      return {};
    },
  },
  UpdateAssumeRolePolicy: {
    parameters: ["RoleName", "PolicyDocument"],
    authorizations: onEntity("role", "UpdateAssumeRolePolicy"),
    run: ({ world, caller, input }) => {
      const role = findRole(caller.account, input.text("RoleName"));
      role.trustPolicy = readTrustPolicy(world, input.text("PolicyDocument"));
    },
  },
  DeleteRole: {
    parameters: ["RoleName"],
    authorizations: onEntity("role", "DeleteRole"),
    run: ({ caller, input }) => {
      const role = findRole(caller.account, input.text("RoleName"));
      if (role.attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
      if (role.inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
      caller.account.roles.delete(role.name.toLowerCase());
    },
  },
  PutRolePermissionsBoundary: {
    parameters: ["RoleName", "PermissionsBoundary"],
    authorizations: onEntity("role", "PutRolePermissionsBoundary", boundaryKey),
    run: ({ world, caller, input }) => {
      const role = findRole(caller.account, input.text("RoleName"));
      role.permissionsBoundary = checkBoundary(world, caller.account, input.text("PermissionsBoundary"));
    },
  },
  DeleteRolePermissionsBoundary: {
    parameters: ["RoleName"],
    authorizations: onEntity("role", "DeleteRolePermissionsBoundary"),
    run: ({ caller, input }) => {
      findRole(caller.account, input.text("RoleName")).permissionsBoundary = undefined;
    },
  },
  TagRole: {
    parameters: ["RoleName", "Tags"],
    authorizations: onEntity("role", "TagRole", tagKeys),
    run: ({ caller, input }) => {
      const role = findRole(caller.account, input.text("RoleName"));
      for (const [key, value] of readTags(input)) role.tags.set(key, value);
    },
  },
  UntagRole: {
    parameters: ["RoleName", "TagKeys"],
    authorizations: onEntity("role", "UntagRole", ({ input }) => ({ "aws:TagKeys": input.texts("TagKeys") })),
    run: ({ caller, input }) => {
      const role = findRole(caller.account, input.text("RoleName"));
      for (const key of input.texts("TagKeys")) role.tags.delete(key);
    },
  },
};

function createRole({ world, caller: { account }, input }: Call): Role {
  const name = input.text("RoleName");
  const path = input.optionalText("Path") ?? "/";
  const boundary = input.optionalText("PermissionsBoundary");
  checkName("roleName", name, 64);
  checkPath(path);
  checkIsFree("Role", account.roles, name);
  if (account.roles.size >= quotas.roles)
    throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${quotas.roles}`);
  const role = newRole(world, account.id, {
    name,
    path,
    trustPolicy: readTrustPolicy(world, input.text("AssumeRolePolicyDocument")),
    description: input.optionalText("Description") ?? "",
    maxSessionDuration: readDuration(input.optionalInteger("MaxSessionDuration")),
    permissionsBoundary: boundary === undefined ? undefined : checkBoundary(world, account, boundary),
    tags: readTags(input),
  });
  account.roles.set(name.toLowerCase(), role);
  return role;
}

type NewRole = Pick<Role, "name" | "path" | "trustPolicy"> &
  Partial<Pick<Role, "description" | "maxSessionDuration" | "permissionsBoundary" | "tags" | "attached" | "inline">>;

/** A role as it is stored; the trust policy must be in its stored form. */
export function newRole(world: World, accountId: string, role: NewRole): Role {
  return {
    kind: "role",
    arn: iamArn(world, accountId, `role${role.path}${role.name}`),
    id: uniqueId("AROA"),
    createdAt: new Date(world.clock.now()),
    description: "",
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    attached: [],
    inline: new Map(),
    tags: new Map(),
    ...role,
  };
}

function readTrustPolicy(world: World, document: string): string {
  checkSize(document, quotas.trustPolicySize, "ACLSizePerRole");
  return storedTrustPolicy(world, document);
}

/** Seconds; an hour where none is given, by CreateRole and UpdateRole alike. */
function readDuration(seconds: number | undefined): number {
  if (seconds === undefined) return 3600;
  if (seconds < 3600 || seconds > 43200) {
    throw validationError(
      `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${seconds < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200"}`,
    );
  }
  return seconds;
}

function roleStructure(world: World, role: Role): Record<string, unknown> {
  const { permissionsBoundary } = role;
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encoded(shownTrustPolicy(world, role.trustPolicy)),
    ...(role.description === "" ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
    ...(permissionsBoundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: permissionsBoundary } }),
    Tags: role.tags.size === 0 ? undefined : tagList(role.tags),
  };
}
