import * as z from "zod";
import { runIdSchema } from "./run-id.ts";

/** `sync-source-policy` as a state of a run. */
export const runSourceSyncSchema = z.strictObject({ runId: runIdSchema, mode: z.enum(["apply", "plan"]) });
