import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { skipReasons } from "#shared/outcome.ts";

/** An account of a run, as `list-accounts` wrote it down. */
export const listedAccountSchema = z.strictObject({
  accountId: accountIdSchema,
  name: z.string(),
  /** Units above the account, outermost first, without the root; empty also where AWS did not say. */
  organizationalUnits: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  /** When it joined the organization. */
  joinedAt: z.iso.datetime().optional(),
  /** Why it is left alone; absent for an account in scope. */
  skip: z.enum(skipReasons).optional(),
});

export type ListedAccount = z.infer<typeof listedAccountSchema>;
