import {
  type AttachedPolicy,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetGroupCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
} from "@aws-sdk/client-iam";
import { attachedPolicyArns } from "#shared/aws/attached-policies.ts";
import { ifExists } from "#shared/aws/errors.ts";
import type { SourcePrincipal } from "#shared/config/source-principal.ts";

/** A concrete source principal as it is. */
export interface PrincipalState {
  readonly principal: SourcePrincipal;
  /** Its ARN; undefined where there is none of that name. */
  readonly arn: string | undefined;
  /** ARNs of all managed policies attached to it; undefined where not asked for. */
  readonly attachedPolicyArns: readonly string[] | undefined;
}

/** Reads one principal of the source account, and what is attached to it where that is needed. */
export async function readPrincipal(
  iam: IAMClient,
  principal: SourcePrincipal,
  withAttachments: boolean,
): Promise<PrincipalState> {
  const [arn, attached] = await Promise.all([
    ifExists(readArn(iam, principal)),
    withAttachments ? ifExists(attachedPolicyArns(attachedPolicyPages(iam, principal))) : undefined,
  ]);
  return { principal, arn, attachedPolicyArns: attached };
}

async function readArn(iam: IAMClient, { kind, name }: SourcePrincipal): Promise<string | undefined> {
  switch (kind) {
    case "role":
      return (await iam.send(new GetRoleCommand({ RoleName: name }))).Role?.Arn;
    case "user":
      return (await iam.send(new GetUserCommand({ UserName: name }))).User?.Arn;
    case "group":
      return (await iam.send(new GetGroupCommand({ GroupName: name, MaxItems: 1 }))).Group?.Arn;
  }
}

function attachedPolicyPages(
  client: IAMClient,
  { kind, name }: SourcePrincipal,
): AsyncIterable<{ AttachedPolicies?: AttachedPolicy[] | undefined }> {
  switch (kind) {
    case "role":
      return paginateListAttachedRolePolicies({ client }, { RoleName: name });
    case "user":
      return paginateListAttachedUserPolicies({ client }, { UserName: name });
    case "group":
      return paginateListAttachedGroupPolicies({ client }, { GroupName: name });
  }
}

export async function attachTo(iam: IAMClient, { kind, name }: SourcePrincipal, PolicyArn: string): Promise<void> {
  switch (kind) {
    case "role":
      await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
      return;
    case "user":
      await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
      return;
    case "group":
      await iam.send(new AttachGroupPolicyCommand({ GroupName: name, PolicyArn }));
      return;
  }
}

/** `entity` is kind and name, as ListEntitiesForPolicy has them: `role/CloudQuery`. */
export async function detachFrom(iam: IAMClient, entity: string, PolicyArn: string): Promise<void> {
  const name = entity.slice(entity.indexOf("/") + 1);
  if (entity.startsWith("role/")) await iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
  else if (entity.startsWith("user/")) await iam.send(new DetachUserPolicyCommand({ UserName: name, PolicyArn }));
  else await iam.send(new DetachGroupPolicyCommand({ GroupName: name, PolicyArn }));
}
