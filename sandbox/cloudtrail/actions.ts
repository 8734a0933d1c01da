import type { Actions, Call } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import type { Trail } from "../world.ts";
import { trailArn } from "./trail.ts";

/** Trails stand in the management account alone. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html */
export const cloudTrailActions: Actions = {
  DescribeTrails: {
    parameters: [],
    authorizations: () => [{ action: "cloudtrail:DescribeTrails", resource: "*" }],
    run: (call) => ({ trailList: trailsSeenBy(call).map((trail) => trailStructure(call, trail)) }),
  },
  GetTrailStatus: {
    parameters: ["Name"],
    authorizations: (call) => [
      { action: "cloudtrail:GetTrailStatus", resource: trailArn(call.world, trailOf(call, "Name")) },
    ],
    run: (call) => ({ IsLogging: trailOf(call, "Name").isLogging }),
  },
  GetEventSelectors: {
    parameters: ["TrailName"],
    authorizations: (call) => [
      { action: "cloudtrail:GetEventSelectors", resource: trailArn(call.world, trailOf(call, "TrailName")) },
    ],
    run: (call) => {
      const trail = trailOf(call, "TrailName");
      const selector = {
        ReadWriteType: trail.readWriteType,
        IncludeManagementEvents: trail.includesManagementEvents,
        DataResources: [],
        ExcludeManagementEventSources: [],
      };
      return { TrailARN: trailArn(call.world, trail), EventSelectors: [selector] };
    },
  },
};

/** A trail of several Regions is seen in each of them. */
function trailsSeenBy({ world, caller, region }: Call): readonly Trail[] {
  if (caller.account.id !== world.managementAccountId) return [];
  return world.trails.filter(({ isMultiRegion, homeRegion }) => isMultiRegion || homeRegion === region);
}

function trailOf(call: Call, parameter: string): Trail {
  const given = call.input.text(parameter);
  const found = trailsSeenBy(call).find((trail) => trail.name === given || trailArn(call.world, trail) === given);
  if (found === undefined) {
    const { id } = call.caller.account;
    throw new AwsError("TrailNotFoundException", `Unknown trail: ${given} for the user: ${id}`, 404);
  }
  return found;
}

function trailStructure({ world }: Call, trail: Trail): Record<string, unknown> {
  return {
    Name: trail.name,
    TrailARN: trailArn(world, trail),
    HomeRegion: trail.homeRegion,
    IsMultiRegionTrail: trail.isMultiRegion,
    IncludeGlobalServiceEvents: true,
    IsOrganizationTrail: false,
    HasCustomEventSelectors: trail.readWriteType !== "All",
  };
}
