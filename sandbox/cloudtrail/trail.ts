import type { World } from "../world.ts";

/** A trail of the management account. */
export interface Trail {
  readonly name: string;
  readonly homeRegion: string;
  readonly isMultiRegion: boolean;
  readonly readWriteType: "All" | "ReadOnly" | "WriteOnly";
  readonly includesManagementEvents: boolean;
  isLogging: boolean;
}

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
