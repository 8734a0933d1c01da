import { Command, Option } from "commander";
import { connect } from "../connect.ts";
import { type AccountOptions, accountOptions } from "../options.ts";
import { passReport } from "../pass-report.ts";
import { unfinishedIn } from "../retry.ts";
import { runPass } from "../run-pass.ts";
import { terminal } from "../terminal.ts";

interface ApplyOptions extends AccountOptions {
  readonly yes: boolean;
  readonly retry?: string;
}

export function applyCommand(): Command {
  return accountOptions(new Command("apply"))
    .description("bring the member role in every account, and the source policy, in line")
    .addOption(new Option("--yes", "do not ask").env("ASSUMABLE_YES").default(false))
    .addOption(
      new Option("--retry <file>", "only what an earlier report left unfinished").conflicts(["accounts", "ou"]),
    )
    .addHelpText(
      "after",
      `
Examples:
  assumable apply                                  everything, after asking
  assumable apply --accounts 222222222222 --yes    one account, without
  assumable apply --yes --output json > result.ndjson
  assumable apply --yes --retry result.ndjson      what that left; the report of a run will do, too

Ctrl-C finishes the accounts that were begun. Exit code 1 where an account is in trouble, 0 otherwise.`,
    )
    .action(async (options: ApplyOptions) => {
      const unfinished = options.retry === undefined ? undefined : unfinishedIn(options.retry);
      if (unfinished?.length === 0) {
        terminal.tell(`${options.retry} left nothing unfinished.`);
        return;
      }
      const connection = await connect(options);
      const { config, stage, organization } = connection.deployment;
      const isChosen = options.accounts.length > 0 || options.ou.length > 0 || unfinished !== undefined;
      const which = isChosen ? "the chosen accounts" : "every account";
      const what = `Bring ${config.role.name} in line in ${which} of organization ${organization.id}, stage ${stage}?`;
      if (!options.yes && !(await terminal.confirm(what))) {
        terminal.tell("Nothing was done.");
        return;
      }
      process.exitCode = await runPass(
        "apply",
        unfinished === undefined ? options : { ...options, unfinished },
        connection,
        passReport(options.output),
      );
    });
}
