import type { Config } from "#shared/config/schema.ts";
import type { Partition } from "#shared/partition.ts";

/** The organization the stack is deployed in. */
export interface Organization {
  /** As in `o-aa111bb222`. */
  readonly id: string;
  readonly managementAccountId: string;
}

/** What every decision is made from: one configuration, deployed as one stage, in one organization. */
export interface Deployment {
  readonly config: Config;
  readonly stage: string;
  readonly partition: Partition;
  readonly organization: Organization;
}

/** Value of the ownership tag: service and stage, so that stages never touch each other's roles. */
export function owner(stage: string): string {
  return `assumable/${stage}`;
}

/** Name of every session in a member or the source account, as CloudTrail shows it there; 64 characters at most. */
export function sessionName(stage: string): string {
  return `assumable-${stage}`.slice(0, 64);
}
