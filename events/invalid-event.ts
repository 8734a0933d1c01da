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

/** The fault of an event that has no schema here. */
export const unknownEvent = { path: ["detail", "eventName"], message: "is none of the events this function takes" };
