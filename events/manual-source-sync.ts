import * as z from "zod";

/** `sync-source-policy` invoked by hand. `plan` says what would change and changes nothing. */
export const manualSourceSyncSchema = z.strictObject({ mode: z.enum(["apply", "plan"]).default("apply") });

export type ManualSourceSync = z.infer<typeof manualSourceSyncSchema>;
