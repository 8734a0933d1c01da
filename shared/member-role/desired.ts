import { policyArn } from "#shared/config/policy-reference.ts";
import { permissionsOf } from "#shared/config/presets.ts";
import { ownershipTagKey } from "#shared/config/schema.ts";
import { type Deployment, owner } from "#shared/deployment.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";
import { memberRoleArn } from "./role-arn.ts";
import { memberTrustPolicy } from "./trust-policy.ts";

/** The member role as it should be in one account. Holds no time and no randomness. */
export interface DesiredRole {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly trustPolicy: PolicyDocument;
  readonly permissionsBoundary: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly managedPolicyArns: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, PolicyDocument>>;
}

export function desiredRole({ config, stage, partition, organization }: Deployment, accountId: string): DesiredRole {
  const { role } = config;
  const permissions = permissionsOf(role.permissions);
  const arnOf = (reference: string) => policyArn(reference, partition, accountId);
  return {
    arn: memberRoleArn(config, partition, accountId),
    name: role.name,
    path: role.path,
    description: role.description,
    maxSessionDuration: role.maxSessionDuration,
    trustPolicy: memberTrustPolicy(config, { partition, organizationId: organization.id }),
    permissionsBoundary: role.permissionsBoundary === undefined ? undefined : arnOf(role.permissionsBoundary),
    tags: { ...role.tags, [ownershipTagKey]: owner(stage) },
    managedPolicyArns: permissions.managedPolicyArns.map(arnOf),
    inlinePolicies: permissions.inlinePolicies,
  };
}
