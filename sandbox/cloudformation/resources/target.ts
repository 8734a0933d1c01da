import type { EventBus } from "../../events/event-bus.ts";
import type { Scheduler } from "../../events/scheduler.ts";
import type { DeployedFunction } from "../../functions/deployed-function.ts";
import type { FunctionService } from "../../functions/function-service.ts";
import type { Bucket } from "../../s3/bucket.ts";
import type { Topic } from "../../sns/topic.ts";
import type { StateMachineService } from "../../step-functions/service.ts";
import type { World } from "../../world.ts";
import type { ResourceAttributes } from "../template.ts";

/** Where a stack is deployed to. */
export interface Target {
  readonly world: World;
  readonly functions: FunctionService;
  readonly stateMachines: StateMachineService;
  /** By name. */
  readonly buckets: Map<string, Bucket>;
  /** By ARN. */
  readonly topics: Map<string, Topic>;
  readonly bus: EventBus;
  readonly scheduler: Scheduler;
  readonly endpoint: string;
  /** Holds the archives the template names. */
  readonly packageFolder: string;
}

/** One resource of the template, its intrinsic functions resolved. */
export interface Resource extends ResourceAttributes {
  readonly logicalId: string;
  readonly properties: Record<string, unknown>;
}

export function findFunction({ functions }: Target, nameOrArn: string): DeployedFunction {
  const found = functions.find(nameOrArn);
  if (found === undefined) throw new Error(`the template has no function ${nameOrArn}`);
  return found;
}
