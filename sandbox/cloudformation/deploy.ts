import { decide } from "../authorization/decide.ts";
import type { EventBus } from "../events/event-bus.ts";
import { compilePattern } from "../events/pattern.ts";
import { type DeployedFunction, defaultAsynchronousSettings } from "../functions/deployed-function.ts";
import type { FunctionService } from "../functions/function-service.ts";
import { Input, isRecord } from "../http/input.ts";
import { checkDocument } from "../iam/checks.ts";
import { newRole } from "../iam/roles.ts";
import { accountOf, type Role, type World } from "../world.ts";
import { unpackArtifact } from "./artifacts.ts";
import { describeResource } from "./describe-resource.ts";
import { Template, type TemplateResource } from "./template.ts";

/** Where a stack is deployed to. */
interface Target {
  readonly world: World;
  readonly functions: FunctionService;
  readonly bus: EventBus;
  readonly endpoint: string;
  /** Holds the archives the template names. */
  readonly packageFolder: string;
}

type Resources = ReadonlyMap<string, TemplateResource>;

const stackName = "assumable";

/** Deploys a packaged template into the management account: roles, queues, functions, permissions and rules. */
export async function deployStack(template: unknown, target: Target): Promise<void> {
  const { world, endpoint } = target;
  const parameters = {
    "AWS::AccountId": world.managementAccountId,
    "AWS::Partition": world.partition,
    "AWS::Region": world.region,
    "AWS::StackName": stackName,
    "AWS::URLSuffix": world.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };
  const describe = describeResource(world, stackName, endpoint);
  const resources = new Template(template, parameters, describe).resources();
  for (const [logicalId, { type, properties }] of resources) describe(logicalId, type, properties);
  const of = (type: string) => [...resources].filter(([, resource]) => resource.type === type);
  for (const [id, { properties }] of of("AWS::IAM::Role"))
    deployRole(target, describe(id, "AWS::IAM::Role", properties).ref, properties);
  for (const [id, { properties }] of of("AWS::SQS::Queue")) {
    const { Arn = "", QueueName = "" } = describe(id, "AWS::SQS::Queue", properties).attributes;
    const queue = { name: QueueName, arn: Arn, accountId: world.managementAccountId, policy: undefined, messages: [] };
    target.functions.queues.set(Arn, queue);
  }
  deployQueuePolicies(target, resources);
  for (const [, { properties }] of of("AWS::Lambda::Function")) await deployFunction(target, properties);
  for (const [, { properties }] of of("AWS::Lambda::EventInvokeConfig")) configureAsynchronous(target, properties);
  for (const [, { properties }] of of("AWS::Lambda::Permission")) deployPermission(target, properties);
  for (const [id, { properties }] of of("AWS::Events::Rule"))
    deployRule(target, describe(id, "AWS::Events::Rule", properties), properties);
}

function deployRole({ world }: Target, name: string, properties: Record<string, unknown>): void {
  const input = new Input(properties);
  const inline = new Map(
    input.structures("Policies").map((policy) => [policy.text("PolicyName"), policyText(policy, "PolicyDocument")]),
  );
  for (const document of inline.values()) checkDocument(document, "forbidden");
  const role = newRole(world, world.managementAccountId, {
    name,
    path: input.optionalText("Path") ?? "/",
    trustPolicy: policyText(input, "AssumeRolePolicyDocument"),
    inline,
  });
  accountOf(world, world.managementAccountId).roles.set(name.toLowerCase(), role);
}

function policyText(input: Input, name: string): string {
  return JSON.stringify(input.structure(name));
}

function deployQueuePolicies({ functions }: Target, resources: Resources): void {
  for (const { type, properties } of resources.values()) {
    if (type !== "AWS::SQS::QueuePolicy") continue;
    const input = new Input(properties);
    for (const url of input.texts("Queues")) {
      const queue = [...functions.queues.values()].find(({ name }) => url.endsWith(`/${name}`));
      if (queue !== undefined) queue.policy = input.structure("PolicyDocument");
    }
  }
}

async function deployFunction(
  { world, functions, packageFolder }: Target,
  properties: Record<string, unknown>,
): Promise<void> {
  const input = new Input(properties);
  const name = input.text("FunctionName");
  const role = await executionRole(world, input.text("Role"));
  checkRuntime(input.text("Runtime"));
  const code = new Input(input.structure("Code"));
  const variables = input.optionalStructure("Environment")?.["Variables"];
  functions.functions.set(name, {
    name,
    arn: `arn:${world.partition}:lambda:${world.region}:${world.managementAccountId}:function:${name}`,
    accountId: world.managementAccountId,
    handler: input.text("Handler"),
    folder: unpackArtifact(packageFolder, code.text("S3Key")),
    role,
    timeout: input.optionalInteger("Timeout") ?? 3,
    memorySize: input.optionalInteger("MemorySize") ?? 128,
    variables: textsOf(variables),
    isTraced: input.optionalStructure("TracingConfig")?.["Mode"] === "Active",
    reservedConcurrency: input.optionalInteger("ReservedConcurrentExecutions"),
    permissions: [],
    asynchronous: defaultAsynchronousSettings,
  });
}

/** Lambda refuses a role that it cannot assume. https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
async function executionRole(world: World, arn: string): Promise<Role> {
  const role = [...accountOf(world, world.managementAccountId).roles.values()].find((one) => one.arn === arn);
  if (role === undefined) throw new Error(`the template has no role ${arn}`);
  const verdict = await decide({
    principal: "lambda.amazonaws.com",
    action: "sts:AssumeRole",
    resource: arn,
    resourceAccountId: world.managementAccountId,
    context: { "aws:PrincipalIsAWSService": "true" },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourcePolicy: JSON.parse(role.trustPolicy),
  });
  if (verdict.kind === "denied")
    throw new Error(`The role defined for the function cannot be assumed by Lambda: ${arn}`);
  return role;
}

function checkRuntime(runtime: string): void {
  const running = `nodejs${process.versions.node.split(".")[0]}.x`;
  if (runtime !== running)
    throw new Error(`the function asks for ${runtime}, but the sandbox runs on ${running}: start it with npm run`);
}

function textsOf(variables: unknown): Record<string, string> {
  if (!isRecord(variables)) return {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function findFunction({ functions }: Target, nameOrArn: string): DeployedFunction {
  const found = [...functions.functions.values()].find(({ name, arn }) => nameOrArn === name || nameOrArn === arn);
  if (found === undefined) throw new Error(`the template has no function ${nameOrArn}`);
  return found;
}

function configureAsynchronous(target: Target, properties: Record<string, unknown>): void {
  const input = new Input(properties);
  const destinations = new Input(input.optionalStructure("DestinationConfig") ?? {});
  const destination = (name: string) => {
    const structure = destinations.optionalStructure(name);
    return structure === undefined ? undefined : new Input(structure).text("Destination");
  };
  findFunction(target, input.text("FunctionName")).asynchronous = {
    maximumRetryAttempts:
      input.optionalInteger("MaximumRetryAttempts") ?? defaultAsynchronousSettings.maximumRetryAttempts,
    maximumEventAge: input.optionalInteger("MaximumEventAgeInSeconds") ?? defaultAsynchronousSettings.maximumEventAge,
    onSuccess: destination("OnSuccess"),
    onFailure: destination("OnFailure"),
  };
}

function deployPermission(target: Target, properties: Record<string, unknown>): void {
  const input = new Input(properties);
  const { permissions, arn } = findFunction(target, input.text("FunctionName"));
  const sourceArn = input.optionalText("SourceArn");
  permissions.push({
    Effect: "Allow",
    Principal: { Service: input.text("Principal") },
    Action: input.text("Action"),
    Resource: arn,
    ...(sourceArn === undefined ? {} : { Condition: { ArnLike: { "AWS:SourceArn": sourceArn } } }),
  });
}

function deployRule(
  { bus }: Target,
  { ref, attributes }: { readonly ref: string; readonly attributes: Readonly<Record<string, string>> },
  properties: Record<string, unknown>,
): void {
  const input = new Input(properties);
  if (input.optionalText("State") !== "ENABLED") return;
  const targets = input.structures("Targets").map((one) => {
    const deadLetter = one.optionalStructure("DeadLetterConfig");
    return { arn: one.text("Arn"), deadLetterQueueArn: deadLetter && new Input(deadLetter).text("Arn") };
  });
  const pattern = compilePattern(input.structure("EventPattern"));
  bus.rules.set(ref, { name: ref, arn: attributes["Arn"] ?? "", pattern, targets });
}
