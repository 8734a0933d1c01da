import { basename } from "node:path";
import * as z from "zod";
import type { Deployment } from "#shared/deployment.ts";
import { parseJson } from "#shared/parse-json.ts";
import { type AccountResult, accountStatuses } from "#shared/run/account-result.ts";
import { runReportSchema } from "#shared/run/report-schema.ts";
import { UsageError } from "../failure.ts";
import { accountLinesIn } from "../result-file.ts";

const accountSchema = runReportSchema.shape.accounts.element.loose();

/** An account as the coverage page shows it. */
export type CoveredAccount = z.infer<typeof accountSchema>;

/** What the coverage page is made from. */
export interface Coverage {
  /** What it is of: role, organization and run, or the name of a file. */
  readonly title: string;
  readonly accounts: readonly CoveredAccount[];
}

/** Reads the report of a run, or what `--output json` of plan or apply has written; throws UsageError. */
export function coverageIn(file: string, text: string): Coverage {
  const run = runReportSchema.safeParse(parseJson(text));
  if (run.success) {
    const { id, mode, endedAt } = run.data.run;
    const { roleName, organizationId } = run.data.deployment;
    const title = `${roleName} in organization ${organizationId}, by run ${id} (${mode}) of ${endedAt}`;
    return { title, accounts: run.data.accounts };
  }
  const lines = accountLinesIn(text.split("\n").filter((line) => line !== ""));
  const accounts = z.array(accountSchema).min(1).safeParse(lines);
  if (!accounts.success) {
    throw new UsageError(
      `${file} is no report.`,
      "Name the report.json of a run, or what plan or apply --output json has written.",
    );
  }
  return { title: `as ${basename(file)} has it`, accounts: accounts.data.toSorted(byId) };
}

/** Of a plan that has just been made. */
export function coverageOfPlan(accounts: readonly AccountResult[], { config, organization }: Deployment): Coverage {
  const title = `${config.role.name} in organization ${organization.id}, as planned just now`;
  return { title, accounts: z.array(accountSchema).parse(accounts).toSorted(byId) };
}

function byId(left: CoveredAccount, right: CoveredAccount): number {
  return left.accountId < right.accountId ? -1 : 1;
}

/** How many accounts came out each way, those that did at all. */
export function countsOf(accounts: readonly Pick<CoveredAccount, "status">[]): readonly (readonly [string, number])[] {
  return accountStatuses
    .map((status) => [status, accounts.filter((account) => account.status === status).length] as const)
    .filter(([, count]) => count > 0);
}
