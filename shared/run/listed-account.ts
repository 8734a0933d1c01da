import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { skipReasons } from "#shared/outcome.ts";
import type { SelectedAccount } from "./stream-accounts.ts";

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

/** What is written down of an account; its units by their names. */
export async function listedAccount(
  { account, parents, skip }: SelectedAccount,
  unitName: (unitId: string) => Promise<string>,
): Promise<ListedAccount> {
  const { id: accountId, name, joinedAt } = account;
  const units = parents.filter((id) => !id.startsWith("r-"));
  const organizationalUnits = await Promise.all(units.map(async (id) => ({ id, name: await unitName(id) })));
  return { accountId, name, organizationalUnits, joinedAt: joinedAt?.toISOString(), skip };
}
