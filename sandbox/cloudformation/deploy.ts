import { randomUUID } from "node:crypto";
import { describeResource } from "./describe-resource.ts";
import { configureAsynchronous, deployFunction, deployPermission } from "./resources/functions.ts";
import { deployQueue, deployQueuePolicy } from "./resources/queues.ts";
import { deployRole, deployRolePolicy } from "./resources/roles.ts";
import { deployRule } from "./resources/rules.ts";
import { deployStateMachine } from "./resources/state-machines.ts";
import { deployBucket, deployBucketPolicy, deployTopic } from "./resources/storage.ts";
import type { Resource, Target } from "./resources/target.ts";
import { Template } from "./template.ts";

/** A stack as CloudFormation describes it. */
export interface DeployedStack {
  readonly id: string;
  status: string;
  readonly createdAt: Date;
}

type Deploy = (target: Target, resource: Resource) => void | Promise<void>;

/** What is made of each type of resource, in this order: whatever names another comes after it. */
const deployments: readonly (readonly [string, Deploy])[] = [
  ["AWS::IAM::Role", deployRole],
  ["AWS::IAM::Policy", deployRolePolicy],
  ["AWS::SQS::Queue", deployQueue],
  ["AWS::SQS::QueuePolicy", deployQueuePolicy],
  ["AWS::S3::Bucket", deployBucket],
  ["AWS::S3::BucketPolicy", deployBucketPolicy],
  ["AWS::SNS::Topic", deployTopic],
  ["AWS::Lambda::Function", deployFunction],
  ["AWS::Lambda::EventInvokeConfig", configureAsynchronous],
  ["AWS::Lambda::Permission", deployPermission],
  ["AWS::StepFunctions::StateMachine", deployStateMachine],
  ["AWS::Events::Rule", deployRule],
];

/** Deploys a packaged template into the management account. */
export async function deployStack(stackName: string, template: unknown, target: Target): Promise<DeployedStack> {
  const { world, endpoint } = target;
  const parameters = {
    "AWS::AccountId": world.managementAccountId,
    "AWS::Partition": world.partition,
    "AWS::Region": world.region,
    "AWS::StackName": stackName,
    "AWS::URLSuffix": world.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };
  const describe = describeResource(world, stackName, endpoint);
  const resources = [...new Template(template, parameters, describe).resources()].map(
    ([logicalId, { type, properties }]) => ({ type, logicalId, properties, ...describe(logicalId, type, properties) }),
  );
  for (const [type, deploy] of deployments) {
    for (const resource of resources.filter((one) => one.type === type)) await deploy(target, resource);
  }
  return {
    id: `arn:${world.partition}:cloudformation:${world.region}:${world.managementAccountId}:stack/${stackName}/${randomUUID()}`,
    status: "CREATE_COMPLETE",
    createdAt: new Date(world.clock.now()),
  };
}
