import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { parseJson } from "#shared/parse-json.ts";
import { accountStatuses, isUnfinished } from "#shared/run/account-result.ts";
import { UsageError } from "./failure.ts";
import { accountLinesIn, readResultFile } from "./result-file.ts";

const resultSchema = z.looseObject({ accountId: accountIdSchema, status: z.enum(accountStatuses) });
const reportSchema = z.looseObject({ accounts: z.array(resultSchema) });

/** Ids of the accounts that a report left unfinished: the report of a run, or what `--output json` wrote. */
export function unfinishedIn(file: string): readonly string[] {
  const results = resultsIn(file, readResultFile(file));
  return results.filter(isUnfinished).map(({ accountId }) => accountId);
}

/** Ids of the accounts that have the role as it should be, by the same reports. */
export function finishedIn(file: string): readonly string[] {
  const results = resultsIn(file, readResultFile(file));
  return results.filter((result) => !isUnfinished(result)).map(({ accountId }) => accountId);
}

function resultsIn(file: string, text: string): readonly z.infer<typeof resultSchema>[] {
  const whole = reportSchema.safeParse(parseJson(text));
  if (whole.success) return whole.data.accounts;
  const lines = accountLinesIn(text.split("\n").filter((line) => line.trim() !== ""));
  const results = z.array(resultSchema).safeParse(lines);
  if (!results.success) throw notAReport(file);
  return results.data;
}

function notAReport(file: string): UsageError {
  return new UsageError(
    `${file} is no report.`,
    "Name the report.json of a run, or a file that apply --output json has written.",
  );
}
