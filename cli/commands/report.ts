import { Argument, Command, Option } from "commander";
import { coverageIn } from "../report/coverage.ts";
import { coveragePage } from "../report/page.ts";
import { readResultFile } from "../result-file.ts";
import { terminal } from "../terminal.ts";
import { writeFileWhole } from "../write-file.ts";

export function reportCommand(): Command {
  return new Command("report")
    .description("write the coverage page, one HTML file: which accounts can be read, and why not the others")
    .addArgument(new Argument("<file>", "report.json of a run, or what plan or apply --output json has written"))
    .addOption(new Option("--out <file>", "file to write").env("ASSUMABLE_OUT").default("coverage.html"))
    .addHelpText(
      "after",
      `
Examples:
  assumable report report.json                     writes coverage.html
  assumable plan --output json > plan.ndjson; assumable report plan.ndjson --out plan.html

The page needs no network and works from disk. It holds what the report holds, documents included.`,
    )
    .action((file: string, { out }: { readonly out: string }) => {
      writeFileWhole(out, coveragePage(coverageIn(file, readResultFile(file))));
      terminal.tell(`${out} is written.`);
    });
}
