import type { Trail, World } from "../world.ts";

/** What most organizations have: one trail for everything. */
export function defaultTrail(region: string): Trail {
  return {
    name: "organization-trail",
    homeRegion: region,
    isMultiRegion: true,
    readWriteType: "All",
    includesManagementEvents: true,
    isLogging: true,
  };
}

/**
 * Whether what happens in the Region is told to EventBridge: only what a trail logs is.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function isLogged({ trails, region }: World): boolean {
  return trails.some(
    (trail) =>
      trail.isLogging &&
      trail.includesManagementEvents &&
      trail.readWriteType !== "ReadOnly" &&
      (trail.isMultiRegion || trail.homeRegion === region),
  );
}

export function trailArn({ partition, managementAccountId }: World, { name, homeRegion }: Trail): string {
  return `arn:${partition}:cloudtrail:${homeRegion}:${managementAccountId}:trail/${name}`;
}
