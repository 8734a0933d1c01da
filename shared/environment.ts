import * as z from "zod";

const environmentSchema = z.object({ AWS_REGION: z.string().min(1), ASSUMABLE_STAGE: z.string().min(1) });

/** What a function's environment tells it. */
export interface Environment {
  readonly region: string;
  readonly stage: string;
}

/** Variables of the environment are missing. Their values are never printed. */
class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly retryable = false;
}

/** Reads the function's environment; throws EnvironmentError naming every missing variable at once. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = environmentSchema.safeParse(variables);
  if (!read.success) {
    const names = read.error.issues.map(({ path }) => path.join("."));
    throw new EnvironmentError(`Set in the function's environment: ${names.join(", ")}`);
  }
  return { region: read.data.AWS_REGION, stage: read.data.ASSUMABLE_STAGE };
}
