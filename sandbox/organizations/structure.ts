import type { Actions, Call } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import { lowerCaseId } from "../identifiers.ts";
import type { OrganizationalUnit, World } from "../world.ts";
import { onOrganizations } from "./resource.ts";

function findUnit(world: World, id: string, code = "ParentNotFoundException"): OrganizationalUnit {
  const unit = world.units.get(id);
  if (unit === undefined) throw new AwsError(code, "We can't find a root or OU with the ParentId that you specified.");
  return unit;
}

function arnOf(
  { partition, managementAccountId, organizationId }: World,
  { id, parentId }: OrganizationalUnit,
): string {
  return `arn:${partition}:organizations::${managementAccountId}:${parentId === undefined ? "root" : "ou"}/${organizationId}/${id}`;
}

function unitStructure(world: World, unit: OrganizationalUnit): Record<string, unknown> {
  return { Id: unit.id, Arn: arnOf(world, unit), Name: unit.name };
}

function listParents({ world, input }: Call): Record<string, unknown> {
  const child = input.text("ChildId");
  const parentId = world.accounts.get(child)?.parentId ?? world.units.get(child)?.parentId;
  if (parentId === undefined) {
    throw new AwsError(
      "ChildNotFoundException",
      "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
    );
  }
  const isRoot = findUnit(world, parentId).parentId === undefined;
  return { Parents: [{ Id: parentId, Type: isRoot ? "ROOT" : "ORGANIZATIONAL_UNIT" }] };
}

export const structureActions: Actions = {
  DescribeOrganization: {
    parameters: [],
    // Any account of the organization may ask. https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
    authorizations: ({ caller }) => [
      { action: "organizations:DescribeOrganization", resource: "*", resourceAccountId: caller.account.id },
    ],
    run: ({ world, caller }) => {
      if (!caller.account.isMember) {
        throw new AwsError("AWSOrganizationsNotInUseException", "Your account isn't a member of an organization.");
      }
      const { partition, managementAccountId, organizationId } = world;
      return {
        Organization: {
          Id: organizationId,
          Arn: `arn:${partition}:organizations::${managementAccountId}:organization/${organizationId}`,
          FeatureSet: "ALL",
          MasterAccountId: managementAccountId,
          MasterAccountArn: `arn:${partition}:organizations::${managementAccountId}:account/${organizationId}/${managementAccountId}`,
          MasterAccountEmail: world.accounts.get(managementAccountId)?.email,
        },
      };
    },
  },
  ListRoots: {
    parameters: ["NextToken", "MaxResults"],
    authorizations: onOrganizations("ListRoots"),
    run: ({ world }) => {
      const root = unitStructure(world, findUnit(world, world.rootId));
      return { Roots: [{ ...root, PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }] }] };
    },
  },
  ListParents: {
    parameters: ["ChildId", "NextToken", "MaxResults"],
    authorizations: onOrganizations("ListParents"),
    run: listParents,
  },
  ListOrganizationalUnitsForParent: {
    parameters: ["ParentId", "NextToken", "MaxResults"],
    authorizations: onOrganizations("ListOrganizationalUnitsForParent"),
    run: ({ world, input }) => {
      const { id } = findUnit(world, input.text("ParentId"));
      const units = [...world.units.values()].filter(({ parentId }) => parentId === id);
      return { OrganizationalUnits: units.map((unit) => unitStructure(world, unit)) };
    },
  },
  DescribeOrganizationalUnit: {
    parameters: ["OrganizationalUnitId"],
    authorizations: onOrganizations(
      "DescribeOrganizationalUnit",
      ({ input }) => `ou:${input.text("OrganizationalUnitId")}`,
    ),
    run: ({ world, input }) => {
      const unit = findUnit(world, input.text("OrganizationalUnitId"), "OrganizationalUnitNotFoundException");
      return { OrganizationalUnit: unitStructure(world, unit) };
    },
  },
  CreateOrganizationalUnit: {
    parameters: ["ParentId", "Name"],
    authorizations: onOrganizations("CreateOrganizationalUnit"),
    run: ({ world, input }) => {
      const parent = findUnit(world, input.text("ParentId"));
      const id = `ou-${world.rootId.slice(2)}-${lowerCaseId(8)}`;
      const unit = { id, name: input.text("Name"), parentId: parent.id };
      world.units.set(id, unit);
      attachFullAccess(world, id);
      return { OrganizationalUnit: unitStructure(world, unit) };
    },
  },
};

/** Every root, unit and account starts with the policy FullAWSAccess attached. */
export function attachFullAccess(world: World, target: string): void {
  world.serviceControlPolicies.get(fullAccessId)?.targets.add(target);
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
export const fullAccessId = "p-FullAWSAccess";
