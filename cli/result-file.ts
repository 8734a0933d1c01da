import { readFileSync } from "node:fs";
import * as z from "zod";
import { parseJson } from "#shared/parse-json.ts";
import { UsageError } from "./failure.ts";

const lineSchema = z.looseObject({ type: z.string() });

/** Text of the report of a run, or of what `--output json` has written; throws UsageError. */
export function readResultFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read.`, "Name the report of a run, or what --output json has written.");
  }
}

/** The lines of `--output json` that are of accounts; undefined where a line is none of it, or there is no line. */
export function accountLinesIn(lines: readonly string[]): readonly object[] | undefined {
  const typed = lines.map((line) => lineSchema.safeParse(parseJson(line)));
  if (typed.length === 0 || typed.some(({ success }) => !success)) return undefined;
  return typed.flatMap(({ data }) => (data?.type === "account" ? [data] : []));
}
