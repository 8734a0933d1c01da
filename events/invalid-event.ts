import type * as z from "zod";

/** An invocation was not one of the inputs the function takes. Trying again cannot help; nothing was done. */
export class InvalidEventError extends Error {
  override readonly name = "InvalidEventError";
  readonly retryable = false;

  constructor(expected: string, issues: readonly Pick<z.core.$ZodIssue, "path" | "message">[]) {
    const faults = issues.map(
      ({ path, message }) => `${path.map(String).join(".") || "(the whole input)"}: ${message}`,
    );
    super(`Expected ${expected}. ${faults.join("; ")}`);
  }
}
