import { verdictFor } from "../authorization/authorize.ts";
import type { Caller } from "../authorization/caller.ts";
import type { Queue } from "../sqs/queue.ts";
import type { World } from "../world.ts";
import type { DeployedFunction } from "./deployed-function.ts";

/** What an AWS service does in somebody's name, by a role it was given. */
export type ServiceCall =
  | { readonly kind: "write-logs"; readonly logGroup: string; readonly logStream: string }
  | { readonly kind: "write-trace" }
  | { readonly kind: "invoke"; readonly target: DeployedFunction }
  | { readonly kind: "send"; readonly queue: Queue }
  | { readonly kind: "start-execution"; readonly stateMachineArn: string };

/** Whether the role allows every action the call takes. */
export async function isAllowed(world: World, caller: Caller, call: ServiceCall): Promise<boolean> {
  for (const { action, resource, resourcePolicy } of actionsOf(world, caller.account.id, call)) {
    const verdict = await verdictFor(world, caller, { action, resource, resourcePolicy });
    if (verdict.kind === "denied") return false;
  }
  return true;
}

interface ServiceAction {
  readonly action: string;
  readonly resource: string;
  readonly resourcePolicy?: unknown;
}

function actionsOf({ partition, region }: World, accountId: string, call: ServiceCall): readonly ServiceAction[] {
  switch (call.kind) {
    case "write-logs": {
      // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
      const group = `arn:${partition}:logs:${region}:${accountId}:log-group:${call.logGroup}`;
      return [
        { action: "logs:CreateLogStream", resource: `${group}:log-stream:${call.logStream}` },
        { action: "logs:PutLogEvents", resource: `${group}:log-stream:${call.logStream}` },
      ];
    }
    case "write-trace":
      // https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
      return [
        { action: "xray:PutTraceSegments", resource: "*" },
        { action: "xray:PutTelemetryRecords", resource: "*" },
      ];
    case "invoke":
      return [{ action: "lambda:InvokeFunction", resource: call.target.arn }];
    case "start-execution":
      return [{ action: "states:StartExecution", resource: call.stateMachineArn }];
    case "send":
      return [{ action: "sqs:SendMessage", resource: call.queue.arn, resourcePolicy: call.queue.policy }];
  }
}
