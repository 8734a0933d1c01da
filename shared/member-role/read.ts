import {
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type Role,
} from "@aws-sdk/client-iam";
import { attachedPolicyArns } from "#shared/aws/attached-policies.ts";
import { ifExists } from "#shared/aws/errors.ts";
import { tagRecord } from "#shared/aws/tags.ts";
import { type ReadDocument, readDocument } from "#shared/policy-document/read-document.ts";
import type { DesiredRole } from "./desired.ts";

/** The member role as it is. */
export interface CurrentRole {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly trustPolicy: ReadDocument;
  readonly permissionsBoundary: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly managedPolicyArns: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, ReadDocument>>;
}

/**
 * Reads the role named as desired, undefined where there is none. One round trip: all calls go out together, with
 * GetRolePolicy only for configured inline policies. Inline policies that are too many cost a second one.
 */
export async function readRole(iam: IAMClient, desired: DesiredRole): Promise<CurrentRole | undefined> {
  const [role, attached, inlineNames, configured] = await Promise.all([
    ifExists(iam.send(new GetRoleCommand({ RoleName: desired.name }))),
    ifExists(attachedPolicyArns(paginateListAttachedRolePolicies({ client: iam }, { RoleName: desired.name }))),
    ifExists(listInlinePolicies(iam, desired.name)),
    readInlinePolicies(iam, desired.name, Object.keys(desired.inlinePolicies)),
  ]);
  if (role?.Role === undefined) return undefined;
  const extras = (inlineNames ?? []).filter((name) => !(name in desired.inlinePolicies));
  const inlinePolicies = { ...configured, ...(await readInlinePolicies(iam, desired.name, extras)) };
  return currentRole(role.Role, attached ?? [], inlinePolicies);
}

function currentRole(
  role: Role,
  managedPolicyArns: readonly string[],
  inlinePolicies: Readonly<Record<string, ReadDocument>>,
): CurrentRole {
  return {
    name: role.RoleName ?? "",
    path: role.Path ?? "",
    description: role.Description ?? "",
    maxSessionDuration: role.MaxSessionDuration ?? 3600,
    trustPolicy: readDocument(role.AssumeRolePolicyDocument ?? ""),
    permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    tags: tagRecord(role.Tags),
    managedPolicyArns,
    inlinePolicies,
  };
}

async function listInlinePolicies(iam: IAMClient, roleName: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateListRolePolicies({ client: iam }, { RoleName: roleName })) {
    names.push(...(page.PolicyNames ?? []));
  }
  return names;
}

async function readInlinePolicies(
  iam: IAMClient,
  roleName: string,
  names: readonly string[],
): Promise<Readonly<Record<string, ReadDocument>>> {
  const read = await Promise.all(
    names.map(async (name): Promise<readonly (readonly [string, ReadDocument])[]> => {
      const policy = await ifExists(iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: name })));
      return policy === undefined ? [] : [[name, readDocument(policy.PolicyDocument ?? "")]];
    }),
  );
  return Object.fromEntries(read.flat());
}
