import { decide } from "../../authorization/decide.ts";
import { Input } from "../../http/input.ts";
import { checkDocument } from "../../iam/checks.ts";
import { newRole } from "../../iam/roles.ts";
import { accountOf, type Role, type World } from "../../world.ts";
import type { Resource, Target } from "./target.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export function deployRole({ world }: Target, { ref: name, properties }: Resource): void {
  const input = new Input(properties);
  const inline = new Map(
    input.structures("Policies").map((policy) => [policy.text("PolicyName"), policyText(policy, "PolicyDocument")]),
  );
  for (const document of inline.values()) checkDocument(document, "forbidden");
  const role = newRole(world, world.managementAccountId, {
    name,
    path: input.optionalText("Path") ?? "/",
    trustPolicy: policyText(input, "AssumeRolePolicyDocument"),
    inline,
  });
  accountOf(world, world.managementAccountId).roles.set(name.toLowerCase(), role);
}

/** An inline policy of several roles. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html */
export function deployRolePolicy({ world }: Target, { properties }: Resource): void {
  const input = new Input(properties);
  const document = policyText(input, "PolicyDocument");
  checkDocument(document, "forbidden");
  for (const name of input.texts("Roles")) {
    const role = accountOf(world, world.managementAccountId).roles.get(name.toLowerCase());
    if (role === undefined) throw new Error(`the template has no role ${name}`);
    role.inline.set(input.text("PolicyName"), document);
  }
}

function policyText(input: Input, name: string): string {
  return JSON.stringify(input.structure(name));
}

/**
 * The role a service is to act as; services refuse one that they cannot assume.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export async function serviceRole(world: World, arn: string, service: string): Promise<Role> {
  const role = [...accountOf(world, world.managementAccountId).roles.values()].find((one) => one.arn === arn);
  if (role === undefined) throw new Error(`the template has no role ${arn}`);
  const verdict = await decide({
    principal: service,
    action: "sts:AssumeRole",
    resource: arn,
    resourceAccountId: world.managementAccountId,
    context: { "aws:PrincipalIsAWSService": "true", "aws:SourceAccount": world.managementAccountId },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourcePolicy: JSON.parse(role.trustPolicy),
  });
  if (verdict.kind === "denied") throw new Error(`the role ${arn} cannot be assumed by ${service}`);
  return role;
}
