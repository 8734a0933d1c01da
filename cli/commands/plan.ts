import { Command } from "commander";
import { connect } from "../connect.ts";
import { type AccountOptions, accountOptions } from "../options.ts";
import { passReport } from "../pass-report.ts";
import { runPass } from "../run-pass.ts";

export function planCommand(): Command {
  return accountOptions(new Command("plan"))
    .description("say what would change in every account, and change nothing")
    .addHelpText(
      "after",
      `
Examples:
  assumable plan                                   everything
  assumable plan --ou ou-a1b2-11112222             one unit and the units in it
  assumable plan --output json | jq 'select(.status == "planned").accountId'

Exit code 3 where something differs, 1 where an account is in trouble, 0 otherwise.`,
    )
    .action(async (options: AccountOptions) => {
      process.exitCode = await runPass("plan", options, await connect(options), passReport(options.output));
    });
}
