import { Input } from "../../http/input.ts";
import { engineFor } from "../../step-functions/service.ts";
import { serviceRole } from "./roles.ts";
import type { Resource, Target } from "./target.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html */
export async function deployStateMachine(
  { world, stateMachines }: Target,
  { ref: arn, attributes, properties }: Resource,
): Promise<void> {
  const input = new Input(properties);
  const definition = input.structure("Definition");
  const role = await serviceRole(world, input.text("RoleArn"), "states.amazonaws.com");
  engineFor({ definition });
  const { Name: name = "" } = attributes;
  stateMachines.machines.set(arn, { name, arn, accountId: world.managementAccountId, role, definition });
}
