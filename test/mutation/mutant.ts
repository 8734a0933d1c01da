import { readFileSync } from "node:fs";

/** Where Stryker writes its report, and what of it is read here. https://github.com/stryker-mutator/mutation-testing-elements */
const reportFile = ".build/mutation.json";

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** Characters of a mutant's name, on either side of its arrow. */
const longest = 90;

const survived: ReadonlySet<string> = new Set(["Survived", "NoCoverage"]);

/** The mutants of the last run that no test has found, and the files that were mutated. */
export function readSurvivors(): { readonly files: readonly string[]; readonly survivors: readonly string[] } {
  const report: Report = JSON.parse(readFileSync(reportFile, "utf8"));
  const survivors = Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.filter(({ status }) => survived.has(status)).map((mutant) => nameOf(file, source, mutant)),
  );
  return { files: Object.keys(report.files), survivors: numbered(survivors) };
}

/** The same thing at another place of a file is told apart by its number: `…`, `… (2)`. */
function numbered(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return number === 1 ? name : `${name} (${number})`;
  });
}

/** A mutant by what it makes of what, so that it keeps its name when lines move: `shared/quotas.ts: a → b`. */
function nameOf(file: string, source: string, { location, replacement = "" }: Mutant): string {
  const lines = source.split("\n").slice(location.start.line - 1, location.end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "").slice(0, location.end.column - 1);
  lines[0] = (lines[0] ?? "").slice(location.start.column - 1);
  return `${file}: ${short(lines.join("\n"))} → ${short(replacement)}`;
}

function short(code: string): string {
  const line = code.replaceAll(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
