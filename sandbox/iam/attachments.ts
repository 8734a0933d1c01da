import type { Action, Actions, Call } from "../action.ts";
import { managedPolicyDocument } from "../authorization/policies.ts";
import { limitExceeded, noSuchEntity } from "../aws-error.ts";
import type { Identity } from "../world.ts";
import { page, pageParameters, quotas } from "./checks.ts";
import { findGroup, findRole, findUser } from "./lookup.ts";
import { onEntity } from "./resource.ts";

const kinds = {
  role: { parameter: "RoleName", find: findRole, quota: quotas.policiesPerRole, quotaName: "PoliciesPerRole" },
  user: { parameter: "UserName", find: findUser, quota: quotas.policiesPerUser, quotaName: "PoliciesPerUser" },
  group: { parameter: "GroupName", find: findGroup, quota: quotas.policiesPerGroup, quotaName: "PoliciesPerGroup" },
} as const;

type Kind = keyof typeof kinds;

const policyKey = ({ input }: Call) => ({ "iam:PolicyARN": input.text("PolicyArn") });

function identityOf(kind: Kind, { caller, input }: Call): Identity {
  const { find, parameter } = kinds[kind];
  return find(caller.account, input.text(parameter));
}

function attach(kind: Kind, name: string): Action {
  const { parameter, quota, quotaName } = kinds[kind];
  return {
    parameters: [parameter, "PolicyArn"],
    authorizations: onEntity(kind, name, policyKey),
    run: (call) => {
      const { attached } = identityOf(kind, call);
      const arn = call.input.text("PolicyArn");
      if (managedPolicyDocument(call.world, call.caller.account, arn) === undefined) {
        throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
      }
      if (attached.includes(arn)) return;
      if (attached.length >= quota) throw limitExceeded(`Cannot exceed quota for ${quotaName}: ${quota}`);
      attached.push(arn);
    },
  };
}

function detach(kind: Kind, name: string): Action {
  return {
    parameters: [kinds[kind].parameter, "PolicyArn"],
    authorizations: onEntity(kind, name, policyKey),
    run: (call) => {
      const { attached } = identityOf(kind, call);
      const arn = call.input.text("PolicyArn");
      const index = attached.indexOf(arn);
      if (index < 0) throw noSuchEntity(`Policy ${arn} was not found.`);
      attached.splice(index, 1);
    },
  };
}

function list(kind: Kind, name: string): Action {
  return {
    parameters: [kinds[kind].parameter, ...pageParameters],
    authorizations: onEntity(kind, name),
    run: (call) => {
      const policies = identityOf(kind, call).attached.map((PolicyArn) => {
        return { PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1), PolicyArn };
      });
      return page(call.input, "AttachedPolicies", policies);
    },
  };
}

export const attachmentActions: Actions = {
  AttachRolePolicy: attach("role", "AttachRolePolicy"),
  DetachRolePolicy: detach("role", "DetachRolePolicy"),
  ListAttachedRolePolicies: list("role", "ListAttachedRolePolicies"),
  AttachUserPolicy: attach("user", "AttachUserPolicy"),
  DetachUserPolicy: detach("user", "DetachUserPolicy"),
  ListAttachedUserPolicies: list("user", "ListAttachedUserPolicies"),
  AttachGroupPolicy: attach("group", "AttachGroupPolicy"),
  DetachGroupPolicy: detach("group", "DetachGroupPolicy"),
  ListAttachedGroupPolicies: list("group", "ListAttachedGroupPolicies"),
};
