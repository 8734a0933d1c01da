import { readFileSync } from "node:fs";
import * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import { accountStatuses, isUnfinished } from "#shared/run/account-result.ts";
import { UsageError } from "./failure.ts";

const resultSchema = z.looseObject({ accountId: accountIdSchema, status: z.enum(accountStatuses) });
const reportSchema = z.looseObject({ accounts: z.array(resultSchema) });
const lineSchema = z.looseObject({ type: z.string() });

/** Ids of the accounts that a report left unfinished: the report of a run, or what `--output json` wrote. */
export function unfinishedIn(file: string): readonly string[] {
  const results = resultsIn(file, readText(file));
  return results.filter(isUnfinished).map(({ accountId }) => accountId);
}

/** Ids of the accounts that have the role as it should be, by the same reports. */
export function finishedIn(file: string): readonly string[] {
  const results = resultsIn(file, readText(file));
  return results.filter((result) => !isUnfinished(result)).map(({ accountId }) => accountId);
}

function resultsIn(file: string, text: string): readonly z.infer<typeof resultSchema>[] {
  const whole = reportSchema.safeParse(parseJson(text));
  if (whole.success) return whole.data.accounts;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const parsed = lines.map((line) => lineSchema.safeParse(parseJson(line)));
  if (lines.length === 0 || parsed.some(({ success }) => !success)) throw notAReport(file);
  return parsed.flatMap(({ data }) => {
    if (data?.type !== "account") return [];
    const result = resultSchema.safeParse(data);
    if (!result.success) throw notAReport(file);
    return [result.data];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read.`, "Name the report of a run, or what --output json has written.");
  }
}

function notAReport(file: string): UsageError {
  return new UsageError(
    `${file} is no report.`,
    "Name the report.json of a run, or a file that apply --output json has written.",
  );
}
