import type { Action, Actions, Call } from "../action.ts";
import { managedPolicyDocument } from "../authorization/policies.ts";
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity, validationError } from "../aws-error.ts";
import { uniqueId } from "../identifiers.ts";
import { type Account, type Identity, iamArn, type ManagedPolicy, type PolicyVersion } from "../world.ts";
import { awsManagedPolicyNames } from "./aws-managed-policies.ts";
import {
  checkDocument,
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
import { findPolicy } from "./lookup.ts";
import { onAccount, onPolicy, tagKeys } from "./resource.ts";

function arnOfNew({ world, caller, input }: Call): string {
  return iamArn(world, caller.account.id, `policy${input.optionalText("Path") ?? "/"}${input.text("PolicyName")}`);
}

const createPolicy: Action = {
  parameters: ["PolicyName", "Path", "Description", "PolicyDocument", "Tags"],
  authorizations: (call) => {
    const create = { action: "iam:CreatePolicy", resource: arnOfNew(call), context: tagKeys(call) };
    const isTagged = call.input.structures("Tags").length > 0;
    return isTagged ? [create, { ...create, action: "iam:TagPolicy" }] : [create];
  },
  run: (call) => {
    const { world, caller, input } = call;
    const [name, path] = [input.text("PolicyName"), input.optionalText("Path") ?? "/"];
    checkName("policyName", name, 128);
    checkPath(path);
    const existing = [...caller.account.policies.values()].find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (existing !== undefined) {
      throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    }
    const first = newVersion(call, 1);
    const policy: ManagedPolicy = {
      arn: arnOfNew(call),
      id: uniqueId("ANPA"),
      name,
      path,
      description: input.optionalText("Description") ?? "",
      createdAt: new Date(world.clock.now()),
      tags: readTags(input),
      versions: [first],
      defaultVersionId: first.id,
      versionCount: 1,
    };
    caller.account.policies.set(policy.arn, policy);
    return { Policy: policyStructure(caller.account, policy) };
  },
};

function newVersion({ world, input }: Call, number: number): PolicyVersion {
  const document = input.text("PolicyDocument");
  checkDocument(document, "forbidden");
  checkSize(document, quotas.managedPolicySize, "PolicySize");
  return { id: `v${number}`, document, createdAt: new Date(world.clock.now()) };
}

const createPolicyVersion: Action = {
  parameters: ["PolicyArn", "PolicyDocument", "SetAsDefault"],
  authorizations: onPolicy("CreatePolicyVersion"),
  run: (call) => {
    const policy = findPolicy(call.caller.account, call.input.text("PolicyArn"));
    if (policy.versions.length >= quotas.versionsPerPolicy) {
      throw limitExceeded(
        `A managed policy can have up to ${quotas.versionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const version = newVersion(call, policy.versionCount + 1);
    policy.versionCount += 1;
    policy.versions.push(version);
    if (call.input.optionalText("SetAsDefault") === "true") policy.defaultVersionId = version.id;
    return { PolicyVersion: versionStructure(policy, version) };
  },
};

const getPolicyVersion: Action = {
  parameters: ["PolicyArn", "VersionId"],
  authorizations: onPolicy("GetPolicyVersion"),
  run: ({ world, caller, input }) => {
    const arn = input.text("PolicyArn");
    const policy = caller.account.policies.get(arn);
    const awsDocument = policy === undefined ? managedPolicyDocument(world, caller.account, arn) : undefined;
    if (awsDocument !== undefined) {
      return { PolicyVersion: { Document: encoded(awsDocument), VersionId: "v1", IsDefaultVersion: true } };
    }
    const found = findPolicy(caller.account, arn);
    const version = findVersion(found, input.text("VersionId"));
    return { PolicyVersion: { ...versionStructure(found, version), Document: encoded(version.document) } };
  },
};

const deletePolicy: Action = {
  parameters: ["PolicyArn"],
  authorizations: onPolicy("DeletePolicy"),
  run: ({ caller: { account }, input }) => {
    const policy = findPolicy(account, input.text("PolicyArn"));
    if (holdersOf(account, policy.arn).length > 0) {
      throw deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    account.policies.delete(policy.arn);
  },
};

export const managedPolicyActions: Actions = {
  CreatePolicy: createPolicy,
  CreatePolicyVersion: createPolicyVersion,
  GetPolicyVersion: getPolicyVersion,
  DeletePolicy: deletePolicy,
  GetPolicy: {
    parameters: ["PolicyArn"],
    authorizations: onPolicy("GetPolicy"),
    run: ({ world, caller: { account }, input }) => {
      const arn = input.text("PolicyArn");
      const isAws = managedPolicyDocument(world, account, arn) !== undefined && !account.policies.has(arn);
      if (isAws)
        return { Policy: { Arn: arn, PolicyName: arn.slice(arn.lastIndexOf("/") + 1), DefaultVersionId: "v1" } };
      const policy = findPolicy(account, arn);
      return { Policy: { ...policyStructure(account, policy), Tags: tagList(policy.tags) } };
    },
  },
  ListPolicies: {
    parameters: ["Scope", "PathPrefix", "OnlyAttached", ...pageParameters],
    authorizations: onAccount("ListPolicies"),
    run: ({ caller: { account }, input }) => {
      if (input.optionalText("Scope") !== "Local")
        throw validationError("The sandbox lists policies of Scope Local only.");
      const prefix = input.optionalText("PathPrefix") ?? "/";
      const onlyAttached = input.optionalText("OnlyAttached") === "true";
      const policies = [...account.policies.values()].filter(
        ({ path, arn }) => path.startsWith(prefix) && (!onlyAttached || holdersOf(account, arn).length > 0),
      );
      return page(
        input,
        "Policies",
        policies.map((policy) => policyStructure(account, policy)),
      );
    },
  },
  ListPolicyVersions: {
    parameters: ["PolicyArn", ...pageParameters],
    authorizations: onPolicy("ListPolicyVersions"),
    run: ({ caller, input }) => {
      const policy = findPolicy(caller.account, input.text("PolicyArn"));
      return page(
        input,
        "Versions",
        policy.versions.toReversed().map((version) => versionStructure(policy, version)),
      );
    },
  },
  SetDefaultPolicyVersion: {
    parameters: ["PolicyArn", "VersionId"],
    authorizations: onPolicy("SetDefaultPolicyVersion"),
    run: ({ caller, input }) => {
      const policy = findPolicy(caller.account, input.text("PolicyArn"));
      policy.defaultVersionId = findVersion(policy, input.text("VersionId")).id;
    },
  },
  DeletePolicyVersion: {
    parameters: ["PolicyArn", "VersionId"],
    authorizations: onPolicy("DeletePolicyVersion"),
    run: ({ caller, input }) => {
      const policy = findPolicy(caller.account, input.text("PolicyArn"));
      const version = findVersion(policy, input.text("VersionId"));
      if (version.id === policy.defaultVersionId)
        throw deleteConflict("Cannot delete the default version of a policy.");
      policy.versions = policy.versions.filter((one) => one !== version);
    },
  },
  TagPolicy: {
    parameters: ["PolicyArn", "Tags"],
    authorizations: (call) => onPolicy("TagPolicy")(call).map((one) => ({ ...one, context: tagKeys(call) })),
    run: ({ caller, input }) => {
      const policy = findPolicy(caller.account, input.text("PolicyArn"));
      for (const [key, value] of readTags(input)) policy.tags.set(key, value);
    },
  },
  UntagPolicy: {
    parameters: ["PolicyArn", "TagKeys"],
    authorizations: onPolicy("UntagPolicy"),
    run: ({ caller, input }) => {
      const policy = findPolicy(caller.account, input.text("PolicyArn"));
      for (const key of input.texts("TagKeys")) policy.tags.delete(key);
    },
  },
  ListEntitiesForPolicy: {
    parameters: ["PolicyArn", ...pageParameters],
    authorizations: onPolicy("ListEntitiesForPolicy"),
    run: ({ caller: { account }, input }) => {
      const arn = input.text("PolicyArn");
      if (!awsManagedPolicyNames.some((name) => arn.endsWith(`:aws:policy/${name}`))) findPolicy(account, arn);
      const holders = holdersOf(account, arn);
      const of = (kind: Identity["kind"]) => holders.filter((holder) => holder.kind === kind);
      return {
        PolicyRoles: of("role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        PolicyUsers: of("user").map(({ name, id }) => ({ UserName: name, UserId: id })),
        PolicyGroups: of("group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
        IsTruncated: false,
      };
    },
  },
};

function findVersion(policy: ManagedPolicy, id: string): PolicyVersion {
  const version = policy.versions.find((one) => one.id === id);
  if (version === undefined)
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}

function holdersOf(account: Account, arn: string): readonly Identity[] {
  const identities: readonly Identity[] = [
    ...account.roles.values(),
    ...account.users.values(),
    ...account.groups.values(),
  ];
  return identities.filter(({ attached }) => attached.includes(arn));
}

function policyStructure(account: Account, policy: ManagedPolicy): Record<string, unknown> {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: holdersOf(account, policy.arn).length,
    IsAttachable: true,
    Description: policy.description === "" ? undefined : policy.description,
    CreateDate: policy.createdAt,
    UpdateDate: policy.versions.at(-1)?.createdAt,
  };
}

function versionStructure(policy: ManagedPolicy, version: PolicyVersion): Record<string, unknown> {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: version.createdAt,
  };
}
