import type { Actions, Call } from "../action.ts";
import { AwsError, NotEmulatedError } from "../aws-error.ts";
import { lowerCaseId } from "../identifiers.ts";
import type { ServiceControlPolicy, World } from "../world.ts";
import { onOrganizations } from "./resource.ts";

function findPolicy({ world, input }: Call): ServiceControlPolicy {
  const policy = world.serviceControlPolicies.get(input.text("PolicyId"));
  if (policy === undefined) {
    throw new AwsError("PolicyNotFoundException", "We can't find a policy with the PolicyId that you specified.");
  }
  return policy;
}

function findTarget({ world, input }: Call): string {
  const target = input.text("TargetId");
  if (!world.units.has(target) && !world.accounts.has(target)) {
    throw new AwsError(
      "TargetNotFoundException",
      "We can't find a root, OU, or account with the TargetId that you specified.",
    );
  }
  return target;
}

function summary({ partition, managementAccountId, organizationId }: World, policy: ServiceControlPolicy) {
  return {
    Id: policy.id,
    Arn: `arn:${partition}:organizations::${managementAccountId}:policy/${organizationId}/service_control_policy/${policy.id}`,
    Name: policy.name,
    Type: "SERVICE_CONTROL_POLICY",
    AwsManaged: false,
  };
}

function onlyServiceControl(type: string): void {
  if (type !== "SERVICE_CONTROL_POLICY") throw new NotEmulatedError(`policies of type ${type}`);
}

export const serviceControlPolicyActions: Actions = {
  CreatePolicy: {
    parameters: ["Name", "Description", "Content", "Type"],
    authorizations: onOrganizations("CreatePolicy"),
    run: ({ world, input }) => {
      onlyServiceControl(input.text("Type"));
      const policy = {
        id: `p-${lowerCaseId(8)}`,
        name: input.text("Name"),
        document: checkedContent(input.text("Content")),
        targets: new Set<string>(),
      };
      world.serviceControlPolicies.set(policy.id, policy);
      return { Policy: { PolicySummary: summary(world, policy), Content: policy.document } };
    },
  },
  AttachPolicy: {
    parameters: ["PolicyId", "TargetId"],
    authorizations: onOrganizations("AttachPolicy"),
    run: (call) => {
      const policy = findPolicy(call);
      const target = findTarget(call);
      if (policy.targets.has(target)) {
        throw new AwsError(
          "DuplicatePolicyAttachmentException",
          "The selected policy is already attached to the specified target.",
        );
      }
      policy.targets.add(target);
    },
  },
  DetachPolicy: {
    parameters: ["PolicyId", "TargetId"],
    authorizations: onOrganizations("DetachPolicy"),
    run: (call) => {
      if (!findPolicy(call).targets.delete(findTarget(call))) {
        throw new AwsError(
          "PolicyNotAttachedException",
          "The policy isn't attached to the specified target in the specified root.",
        );
      }
    },
  },
  ListPoliciesForTarget: {
    parameters: ["TargetId", "Filter", "NextToken", "MaxResults"],
    authorizations: onOrganizations("ListPoliciesForTarget"),
    run: (call) => {
      onlyServiceControl(call.input.text("Filter"));
      const target = findTarget(call);
      const policies = [...call.world.serviceControlPolicies.values()].filter(({ targets }) => targets.has(target));
      return { Policies: policies.map((policy) => summary(call.world, policy)) };
    },
  },
};

function checkedContent(content: string): string {
  try {
    JSON.parse(content);
    return content;
  } catch {
    throw new AwsError(
      "MalformedPolicyDocumentException",
      "The provided policy document doesn't meet the requirements of the specified policy type.",
    );
  }
}
