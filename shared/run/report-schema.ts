import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { accountStatuses } from "./account-result.ts";
import { listedAccountSchema } from "./listed-account.ts";
import { runManifestSchema } from "./run-manifest.ts";

/** Goes up with every change that a reader of the report would have to know of. */
export const reportVersion = 1;

const count = z.int().min(0);

const change = z.looseObject({
  kind: z.string().describe("As in create-role or update-trust-policy."),
  why: z.string(),
  before: z.unknown().optional().describe("What was there; absent where nothing was."),
  after: z.unknown().optional().describe("What is there now, or would be; absent where nothing is."),
});

const accountResult = listedAccountSchema.omit({ skip: true }).extend({
  status: z.enum(accountStatuses).describe("What happened to the account: docs/outcomes.md."),
  reason: z.string().optional().describe("Why it was skipped, is in conflict, unreachable or not attempted."),
  changes: z.array(change).optional().describe("Made, or in plan mode and with drift: report found to be needed."),
  applied: z.array(change).optional().describe("Of an account that failed: what was done before."),
  code: z.string().optional().describe("AWS's error name."),
  message: z.string().optional(),
  retryable: z.boolean().optional().describe("Whether trying again may help."),
  attempts: z
    .array(z.strictObject({ accessRole: z.string(), code: z.string(), message: z.string() }))
    .optional()
    .describe("The access roles of an unreachable account, and AWS's answer to each."),
  remedy: z.string().optional().describe("The next step, where a person must act."),
});

/** The source policy, as `sync-source-policy` sums it up for a run. */
export const sourcePolicyReportSchema = z.looseObject({
  status: z.string(),
  remedy: z.string().optional(),
  findings: z.array(z.strictObject({ kind: z.string(), principal: z.string(), remedy: z.string() })),
});

/** The report of a run, `runs/<id>/report.json` in the bucket. */
export const runReportSchema = z.strictObject({
  version: z.literal(reportVersion),
  run: runManifestSchema.shape.run.extend({ endedAt: z.iso.datetime() }),
  deployment: z.strictObject({
    stage: z.string(),
    partition: z.string(),
    organizationId: z.string(),
    managementAccountId: accountIdSchema,
    sourceAccountId: accountIdSchema,
    roleName: z.string(),
    rolePath: z.string(),
  }),
  totals: z
    .record(z.enum(["accounts", ...accountStatuses]), count)
    .describe("How many accounts there were, and how many came out each way."),
  needPerson: count.describe("Accounts a person has to see to."),
  sourcePolicy: sourcePolicyReportSchema,
  accounts: z.array(accountResult).describe("In the order of their ids."),
});

export type RunReport = z.infer<typeof runReportSchema>;

/** The report's form, as JSON Schema. */
export function reportJsonSchema(): object {
  return {
    title: "Run report of assumable",
    ...z.toJSONSchema(runReportSchema),
  };
}
