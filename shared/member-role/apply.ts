import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { tagList } from "#shared/aws/tags.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";
import type { RoleChange } from "./change.ts";
import type { DesiredRole } from "./desired.ts";
import { orderedSteps, type RoleStep } from "./steps.ts";

/** Applies changes one after another, calling `done` after each; AWS's errors come through as they are. */
export async function applyRoleChanges(
  iam: IAMClient,
  desired: DesiredRole,
  changes: readonly RoleChange[],
  done: (change: RoleChange) => void,
): Promise<void> {
  const creation = changes.find(({ kind }) => kind === "create-role");
  const steps = orderedSteps(changes);
  const locked = steps.find((step) => step.kind === "lock-trust-policy");
  for (const step of steps) {
    // A role that is created locked needs no call of its own for the lock, but one to open it at the end.
    if (step === locked && creation !== undefined) continue;
    await applyStep(iam, desired, step, locked?.after ?? desired.trustPolicy);
    if (step.kind !== "lock-trust-policy") done(step);
  }
  const opened = steps.some(({ kind }) => kind === "update-trust-policy");
  if (locked !== undefined && !opened) await updateTrustPolicy(iam, desired.name, desired.trustPolicy);
}

async function applyStep(
  iam: IAMClient,
  desired: DesiredRole,
  step: RoleStep,
  trustPolicyAtCreation: PolicyDocument,
): Promise<void> {
  const RoleName = desired.name;
  switch (step.kind) {
    case "create-role":
      await createRole(iam, step.after, trustPolicyAtCreation);
      return;
    case "lock-trust-policy":
    case "update-trust-policy":
      await updateTrustPolicy(iam, RoleName, step.after);
      return;
    case "tag-role":
      await iam.send(new TagRoleCommand({ RoleName, Tags: tagList(step.after) }));
      return;
    case "update-role":
      // Both at once: UpdateRole takes a duration left out for the default of one hour.
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
      await iam.send(
        new UpdateRoleCommand({
          RoleName,
          Description: step.after.description,
          MaxSessionDuration: step.after.maxSessionDuration,
        }),
      );
      return;
    case "put-permissions-boundary":
      await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: step.after }));
      return;
    case "delete-permissions-boundary":
      await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
      return;
    case "attach-managed-policy":
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: step.after }));
      return;
    case "detach-managed-policy":
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: step.before }));
      return;
    case "put-inline-policy": {
      const PolicyDocument = JSON.stringify(step.after);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: step.policyName, PolicyDocument }));
      return;
    }
    case "delete-inline-policy":
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: step.policyName }));
      return;
  }
}

async function createRole(iam: IAMClient, role: DesiredRole, trustPolicy: PolicyDocument): Promise<void> {
  await iam.send(
    new CreateRoleCommand({
      RoleName: role.name,
      Path: role.path,
      Description: role.description,
      MaxSessionDuration: role.maxSessionDuration,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
      Tags: tagList(role.tags),
      PermissionsBoundary: role.permissionsBoundary,
    }),
  );
}

async function updateTrustPolicy(iam: IAMClient, RoleName: string, policy: PolicyDocument): Promise<void> {
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(policy) }));
}
