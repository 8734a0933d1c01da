import { defaultAsynchronousSettings } from "../../functions/deployed-function.ts";
import { Input, isRecord } from "../../http/input.ts";
import { unpackArtifact } from "../artifacts.ts";
import { serviceRole } from "./roles.ts";
import { findFunction, type Resource, type Target } from "./target.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export async function deployFunction(
  { world, functions, packageFolder }: Target,
  { properties, attributes }: Resource,
): Promise<void> {
  const input = new Input(properties);
  const name = input.text("FunctionName");
  const role = await serviceRole(world, input.text("Role"), "lambda.amazonaws.com");
  checkRuntime(input.text("Runtime"));
  const code = new Input(input.structure("Code"));
  functions.functions.set(name, {
    name,
    arn: attributes["Arn"] ?? "",
    accountId: world.managementAccountId,
    handler: input.text("Handler"),
    folder: unpackArtifact(packageFolder, code.text("S3Key")),
    role,
    timeout: input.optionalInteger("Timeout") ?? 3,
    memorySize: input.optionalInteger("MemorySize") ?? 128,
    variables: textsOf(input.optionalStructure("Environment")?.["Variables"]),
    isTraced: input.optionalStructure("TracingConfig")?.["Mode"] === "Active",
    reservedConcurrency: input.optionalInteger("ReservedConcurrentExecutions"),
    permissions: [],
    asynchronous: defaultAsynchronousSettings,
  });
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

export function configureAsynchronous(target: Target, { properties }: Resource): void {
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

export function deployPermission(target: Target, { properties }: Resource): void {
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
