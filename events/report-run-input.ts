import * as z from "zod";
import { sourcePolicyReportSchema } from "#shared/run/report-schema.ts";
import { InvalidEventError } from "./invalid-event.ts";
import { runIdSchema } from "./run-id.ts";

/** A page that was done, or the name of the error it ended with after every retry. */
const pageSchema = z.looseObject({ page: z.int().min(1), error: z.string().optional() });

/** What `sync-source-policy` said, or the name of the error it ended with after every retry. */
const sourcePolicySchema = z.union([
  z.strictObject({ error: z.string() }).transform(({ error: code }) => ({ kind: "not-attempted", code }) as const),
  sourcePolicyReportSchema.transform((said) => ({ kind: "said", said }) as const),
]);

/** What the state machine hands to `report-run`. */
const reportRunInputSchema = z.strictObject({
  runId: runIdSchema,
  pages: z.array(pageSchema),
  sourcePolicy: sourcePolicySchema,
});

export type ReportRunInput = z.infer<typeof reportRunInputSchema>;

/** Throws InvalidEventError. */
export function parseReportRunInput(input: unknown): ReportRunInput {
  const parsed = reportRunInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidEventError('{"runId": "…", "pages": […], "sourcePolicy": {…}}', parsed.error.issues);
}
