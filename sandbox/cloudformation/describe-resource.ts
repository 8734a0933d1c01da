import type { World } from "../world.ts";
import type { ResourceAttributes } from "./template.ts";

/** Types that nothing refers to by an ARN or attribute. */
const recordedTypes: ReadonlySet<string> = new Set([
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::IAM::Policy",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Permission",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SQS::QueuePolicy",
]);

/** What Ref and Fn::GetAtt give for the resource types in use; others are refused. */
export function describeResource({ partition, region, managementAccountId }: World, stack: string, endpoint: string) {
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${managementAccountId}:${resource}`;
  return (logicalId: string, type: string, properties: Record<string, unknown>): ResourceAttributes => {
    const given = (property: string) => String(properties[property] ?? `${stack}-${logicalId}`);
    switch (type) {
      case "AWS::IAM::Role": {
        const name = given("RoleName");
        return { ref: name, attributes: { Arn: `arn:${partition}:iam::${managementAccountId}:role/${name}` } };
      }
      case "AWS::Lambda::Function":
        return { ref: given("FunctionName"), attributes: { Arn: arn("lambda", `function:${given("FunctionName")}`) } };
      case "AWS::SQS::Queue": {
        const name = given("QueueName");
        return {
          ref: `${endpoint}/${managementAccountId}/${name}`,
          attributes: { Arn: arn("sqs", name), QueueName: name },
        };
      }
      case "AWS::Events::Rule":
        return { ref: given("Name"), attributes: { Arn: arn("events", `rule/${given("Name")}`) } };
      case "AWS::Logs::LogGroup":
        return { ref: given("LogGroupName"), attributes: { Arn: arn("logs", `log-group:${given("LogGroupName")}:*`) } };
      case "AWS::SNS::Topic":
        return { ref: arn("sns", given("TopicName")), attributes: { TopicName: given("TopicName") } };
      case "AWS::S3::Bucket": {
        const name = given("BucketName").toLowerCase();
        return { ref: name, attributes: { Arn: `arn:${partition}:s3:::${name}` } };
      }
      case "AWS::StepFunctions::StateMachine": {
        const name = given("StateMachineName");
        return { ref: arn("states", `stateMachine:${name}`), attributes: { Name: name } };
      }
      default:
        if (!recordedTypes.has(type))
          throw new Error(`the sandbox does not know the resource type ${type} (${logicalId})`);
        return { ref: `${stack}-${logicalId}`, attributes: {} };
    }
  };
}
