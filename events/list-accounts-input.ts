import * as z from "zod";
import { InvalidEventError } from "./invalid-event.ts";
import { runIdSchema } from "./run-id.ts";
import { runInputSchema } from "./run-input.ts";

/** What the state machine hands to `list-accounts`: the execution's own name and start, and the input it was given. */
const listAccountsInputSchema = z.strictObject({
  run: z.strictObject({ id: runIdSchema, startedAt: z.iso.datetime() }),
  input: runInputSchema,
});

export type ListAccountsInput = z.infer<typeof listAccountsInputSchema>;

/** Throws InvalidEventError, naming every field that is wrong. */
export function parseListAccountsInput(input: unknown): ListAccountsInput {
  const parsed = listAccountsInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const expected = "{mode?, accounts?, organizationalUnits?, retryFailedOf?} as the input of the run";
  throw new InvalidEventError(expected, parsed.error.issues);
}
