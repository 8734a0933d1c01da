import type { Actions } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import type { DeployedStack } from "./deploy.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export function cloudFormationActions(stacks: ReadonlyMap<string, DeployedStack>): Actions {
  return {
    DescribeStacks: {
      parameters: ["StackName"],
      authorizations: ({ world, caller, region, input }) => [
        {
          action: "cloudformation:DescribeStacks",
          resource: `arn:${world.partition}:cloudformation:${region}:${caller.account.id}:stack/${input.text("StackName")}/*`,
        },
      ],
      run: ({ world, caller, region, input }) => {
        const name = input.text("StackName");
        const stack = stacks.get(name);
        const isHere = caller.account.id === world.managementAccountId && region === world.region;
        if (stack === undefined || !isHere) {
          throw new AwsError("ValidationError", `Stack with id ${name} does not exist`);
        }
        const { id, status, createdAt } = stack;
        return { Stacks: [{ StackId: id, StackName: name, StackStatus: status, CreationTime: createdAt }] };
      },
    },
  };
}
