import * as z from "zod";

const text = z.string().min(1);

/** Variables are missing from the function's environment. Their values are never printed. */
class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly retryable = false;
}

type Variables = NodeJS.ProcessEnv;

/** Where a function runs, and for which stage. Throws EnvironmentError naming every missing variable at once. */
export function readEnvironment(variables: Variables = process.env): {
  readonly region: string;
  readonly stage: string;
} {
  const { AWS_REGION: region, ASSUMABLE_STAGE: stage } = read({ AWS_REGION: text, ASSUMABLE_STAGE: text }, variables);
  return { region, stage };
}

/** Name of the bucket with the objects of runs. Throws EnvironmentError. */
export function readRunBucket(variables: Variables = process.env): string {
  return read({ ASSUMABLE_RUN_BUCKET: text }, variables).ASSUMABLE_RUN_BUCKET;
}

/** ARN of the topic that tells people. Throws EnvironmentError. */
export function readTopicArn(variables: Variables = process.env): string {
  return read({ ASSUMABLE_TOPIC_ARN: text }, variables).ASSUMABLE_TOPIC_ARN;
}

/** ARN of the state machine that runs. Throws EnvironmentError. */
export function readStateMachineArn(variables: Variables = process.env): string {
  return read({ ASSUMABLE_STATE_MACHINE_ARN: text }, variables).ASSUMABLE_STATE_MACHINE_ARN;
}

function read<Shape extends z.core.$ZodShape>(shape: Shape, variables: Variables): z.infer<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(variables);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.flatMap(({ path }) => path);
  throw new EnvironmentError(`Set in the function's environment: ${names.join(", ")}`);
}
