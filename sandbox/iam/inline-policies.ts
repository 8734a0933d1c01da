import type { Action, Actions, Call } from "../action.ts";
import { limitExceeded, noSuchEntity } from "../aws-error.ts";
import type { Identity } from "../world.ts";
import { checkDocument, checkName, encoded, page, pageParameters, quotas, sizeOf } from "./checks.ts";
import { findGroup, findRole, findUser } from "./lookup.ts";
import { onEntity } from "./resource.ts";

const kinds = {
  role: { parameter: "RoleName", find: findRole },
  user: { parameter: "UserName", find: findUser },
  group: { parameter: "GroupName", find: findGroup },
} as const;

type Kind = keyof typeof kinds;

function identityOf(kind: Kind, { caller, input }: Call): Identity {
  const { find, parameter } = kinds[kind];
  return find(caller.account, input.text(parameter));
}

function missing(kind: Kind, name: string) {
  return noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
}

function put(kind: Kind, name: string): Action {
  return {
    parameters: [kinds[kind].parameter, "PolicyName", "PolicyDocument"],
    authorizations: onEntity(kind, name),
    run: (call) => {
      const { inline, name: identityName } = identityOf(kind, call);
      const policyName = call.input.text("PolicyName");
      const document = call.input.text("PolicyDocument");
      checkName("policyName", policyName, 128);
      checkDocument(document, "forbidden");
      const others = [...inline].filter(([other]) => other !== policyName).map(([, text]) => sizeOf(text));
      const limit = quotas.inlinePoliciesSize[kind];
      if (others.reduce((sum, size) => sum + size, sizeOf(document)) > limit) {
        throw limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${kind} ${identityName}`);
      }
      inline.set(policyName, document);
    },
  };
}

function get(kind: Kind, name: string): Action {
  const { parameter } = kinds[kind];
  return {
    parameters: [parameter, "PolicyName"],
    authorizations: onEntity(kind, name),
    run: (call) => {
      const identity = identityOf(kind, call);
      const policyName = call.input.text("PolicyName");
      const document = identity.inline.get(policyName);
      if (document === undefined) throw missing(kind, policyName);
      return { [parameter]: identity.name, PolicyName: policyName, PolicyDocument: encoded(document) };
    },
  };
}

function list(kind: Kind, name: string): Action {
  return {
    parameters: [kinds[kind].parameter, ...pageParameters],
    authorizations: onEntity(kind, name),
    run: (call) => page(call.input, "PolicyNames", [...identityOf(kind, call).inline.keys()]),
  };
}

function remove(kind: Kind, name: string): Action {
  return {
    parameters: [kinds[kind].parameter, "PolicyName"],
    authorizations: onEntity(kind, name),
    run: (call) => {
      const policyName = call.input.text("PolicyName");
      if (!identityOf(kind, call).inline.delete(policyName)) throw missing(kind, policyName);
    },
  };
}

export const inlinePolicyActions: Actions = {
  PutRolePolicy: put("role", "PutRolePolicy"),
  GetRolePolicy: get("role", "GetRolePolicy"),
  ListRolePolicies: list("role", "ListRolePolicies"),
  DeleteRolePolicy: remove("role", "DeleteRolePolicy"),
  PutUserPolicy: put("user", "PutUserPolicy"),
  GetUserPolicy: get("user", "GetUserPolicy"),
  ListUserPolicies: list("user", "ListUserPolicies"),
  DeleteUserPolicy: remove("user", "DeleteUserPolicy"),
  PutGroupPolicy: put("group", "PutGroupPolicy"),
  GetGroupPolicy: get("group", "GetGroupPolicy"),
  ListGroupPolicies: list("group", "ListGroupPolicies"),
  DeleteGroupPolicy: remove("group", "DeleteGroupPolicy"),
};
