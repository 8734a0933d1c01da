import { Argument, Command, Option } from "commander";
import type { AccountResult } from "#shared/run/account-result.ts";
import { connect } from "../connect.ts";
import { type AccountOptions, accountOptions } from "../options.ts";
import { type Coverage, coverageIn, coverageOfPlan } from "../report/coverage.ts";
import { coveragePage } from "../report/page.ts";
import { readResultFile } from "../result-file.ts";
import { runPass } from "../run-pass.ts";
import { writeFileWhole } from "../write-file.ts";
import { tellWritten } from "../written.ts";

interface ReportOptions extends AccountOptions {
  readonly out: string;
}

export function reportCommand(): Command {
  return accountOptions(new Command("report"))
    .description("write the coverage page, one HTML file: which accounts can be read, and why not the others")
    .addArgument(
      new Argument("[file]", "report.json of a run, or what plan or apply --output json has written").default(
        undefined,
        "a plan is made",
      ),
    )
    .addOption(new Option("--out <file>", "file to write").env("ASSUMABLE_OUT").default("coverage.html"))
    .addHelpText(
      "after",
      `
Examples:
  assumable report                                 makes a plan, writes coverage.html
  assumable report report.json
  assumable plan --output json > plan.ndjson; assumable report plan.ndjson --out plan.html

The page needs no network and works from disk. It holds what the report holds, documents included. With a file, AWS is
not asked, and what chooses accounts has no effect.`,
    )
    .action(async (file: string | undefined, options: ReportOptions) => {
      const coverage = file === undefined ? await plannedNow(options) : coverageIn(file, readResultFile(file));
      writeFileWhole(options.out, coveragePage(coverage));
      tellWritten(options.out, options.output);
    });
}

async function plannedNow(options: AccountOptions): Promise<Coverage> {
  const connection = await connect(options);
  const accounts: AccountResult[] = [];
  const onlyAccounts = { account: (result: AccountResult) => accounts.push(result), sourcePolicy() {}, summary() {} };
  await runPass("plan", options, connection, onlyAccounts);
  return coverageOfPlan(accounts, connection.deployment);
}
