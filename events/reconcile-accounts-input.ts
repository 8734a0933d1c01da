import * as z from "zod";
import { InvalidEventError } from "./invalid-event.ts";
import { runIdSchema } from "./run-id.ts";

/**
 * What the state machine hands to `reconcile-accounts`: which page of which run. The accounts, the mode and the
 * organization stand in the run's own objects, where only `list-accounts` can write.
 */
const reconcileAccountsInputSchema = z.strictObject({ runId: runIdSchema, page: z.int().min(1) });

export type ReconcileAccountsInput = z.infer<typeof reconcileAccountsInputSchema>;

/** Throws InvalidEventError. */
export function parseReconcileAccountsInput(input: unknown): ReconcileAccountsInput {
  const parsed = reconcileAccountsInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidEventError('{"runId": "…", "page": 1}, as the state machine has it', parsed.error.issues);
}
