import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { organizationalUnitIdSchema } from "#shared/config/names.ts";
import { runIdSchema } from "./run-id.ts";

/**
 * What a run is started with: by the schedule with `{}`, or by hand. `accounts` and `organizationalUnits` add up, nested
 * units count; without any the run is over the whole organization. `plan` says what would change and changes nothing.
 */
export const runInputSchema = z
  .strictObject({
    mode: z.enum(["apply", "plan"], "must be apply or plan").default("apply"),
    accounts: z.array(accountIdSchema, "must be a list of account ids").min(1, "lists nothing").optional(),
    organizationalUnits: z
      .array(organizationalUnitIdSchema, "must be a list of ids of organizational units")
      .min(1, "lists nothing")
      .optional(),
    retryFailedOf: runIdSchema.optional(),
  })
  .refine(
    ({ accounts, organizationalUnits, retryFailedOf }) =>
      retryFailedOf === undefined || (accounts === undefined && organizationalUnits === undefined),
    { path: ["retryFailedOf"], message: "says which accounts already: leave out accounts and organizationalUnits" },
  );

export type RunInput = z.infer<typeof runInputSchema>;
