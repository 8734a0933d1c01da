import { policyArn } from "#shared/config/policy-reference.ts";
import { permissionsOf } from "#shared/config/presets.ts";
import type { Config } from "#shared/config/schema.ts";
import type { Mode } from "#shared/outcome.ts";
import { iamArn, type Partition } from "#shared/partition.ts";
import { type PolicyDocument, policyVersion, type Statement } from "#shared/policy-document/document.ts";
import { memberRoleArn } from "./role-arn.ts";

interface SessionScope {
  readonly partition: Partition;
  readonly accountId: string;
}

const reads = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];

/** Writes that cannot widen the role by more than its own configuration, on the member role alone. */
const unconditionalWrites = [
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:TagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
];

/**
 * What a session in a member account may do with the access role's administrator rights: read the member role, and in
 * apply mode bring it in line. It attaches no policy but the configured ones, so that neither a fault here nor a
 * stolen session is worth an administrator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function memberSessionPolicy(config: Config, scope: SessionScope, mode: Mode): PolicyDocument {
  const statements = mode === "plan" ? [readStatement(config, scope)] : applyStatements(config, scope);
  return { Version: policyVersion, Statement: statements };
}

/** What it takes to delete the member role, and nothing else. */
const removals = ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:UpdateAssumeRolePolicy"];

/** What a session in a member account may do that takes the member role out of it. */
export function removalSessionPolicy(config: Config, scope: SessionScope, mode: Mode): PolicyDocument {
  const read = readStatement(config, scope);
  const resource = memberRoleArn(config, scope.partition, scope.accountId);
  const remove: Statement = { Effect: "Allow", Action: removals, Resource: resource };
  return { Version: policyVersion, Statement: mode === "plan" ? [read] : [read, remove] };
}

function applyStatements(config: Config, scope: SessionScope): Statement[] {
  const { role } = config;
  const { managedPolicyArns, inlinePolicies } = permissionsOf(role.permissions);
  const resource = memberRoleArn(config, scope.partition, scope.accountId);
  const arnOf = (reference: string) => policyArn(reference, scope.partition, scope.accountId);
  const writes = [...unconditionalWrites];
  const statements: Statement[] = [];
  if (Object.keys(inlinePolicies).length > 0) writes.push("iam:PutRolePolicy");
  if (role.permissionsBoundary === undefined) {
    writes.push("iam:CreateRole", "iam:DeleteRolePermissionsBoundary");
  } else {
    statements.push({
      Effect: "Allow",
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
      Resource: resource,
      Condition: { ArnEquals: { "iam:PermissionsBoundary": arnOf(role.permissionsBoundary) } },
    });
  }
  if (managedPolicyArns.length > 0) {
    statements.push({
      Effect: "Allow",
      Action: "iam:AttachRolePolicy",
      Resource: resource,
      Condition: { ArnEquals: { "iam:PolicyARN": managedPolicyArns.map(arnOf) } },
    });
  }
  return [readStatement(config, scope), { Effect: "Allow", Action: writes, Resource: resource }, ...statements];
}

/** A role of the same name under another path is read too, to be reported. */
function readStatement({ role }: Config, { partition, accountId }: SessionScope): Statement {
  const anywhere = ["role/", "role/*/"].map((path) => iamArn(partition, accountId, `${path}${role.name}`));
  return { Effect: "Allow", Action: reads, Resource: anywhere };
}
