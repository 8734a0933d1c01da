import * as z from "zod";
import { runIdSchema } from "#events/run-id.ts";
import { accountIdSchema } from "#shared/account-id.ts";

/** What `list-accounts` wrote down about a run; the later states go by it, whatever they are handed. */
export const runManifestSchema = z.strictObject({
  run: z.strictObject({
    id: runIdSchema,
    mode: z.enum(["apply", "plan"]),
    /** Whether the run is over the whole organization, over accounts and units it was given, or over what another left. */
    selection: z.enum(["organization", "selection", "retry"]),
    retryFailedOf: runIdSchema.optional(),
    startedAt: z.iso.datetime(),
  }),
  organization: z.strictObject({ id: z.string().regex(/^o-[a-z0-9]{10,32}$/), managementAccountId: accountIdSchema }),
  accounts: z.int().min(0),
  pages: z.int().min(0),
});

export type RunManifest = z.infer<typeof runManifestSchema>;
