import { Command, Option } from "commander";
import { connect } from "../connect.ts";
import { interruption } from "../interruption.ts";
import { type AccountOptions, accountOptions } from "../options.ts";
import { planRemoval, type Removal, remove } from "../removal.ts";
import { removalExitCode, removalReport } from "../removal-report.ts";
import { terminal } from "../terminal.ts";

interface RemoveOptions extends AccountOptions {
  readonly yes: boolean;
}

export function removeCommand(): Command {
  return accountOptions(new Command("remove"))
    .description("take the member role out of every account, and the policy out of the source account")
    .addOption(new Option("--yes", "do not ask").env("ASSUMABLE_YES").default(false))
    .addHelpText(
      "after",
      `
Examples:
  assumable remove                                 shows what would go, then asks
  assumable remove --accounts 222222222222         one account; the source policy stays
  assumable remove --stage audit --config assumable.audit.yml

Only what carries the stage's tag goes, whether its account is in scope or not. A deployed stack would make it again:
take the stack away first (npm run remove). Exit code 1 where an account could not be done, 0 otherwise.`,
    )
    .action(async (options: RemoveOptions) => {
      const connection = await connect(options);
      const report = removalReport(options.output);
      const signal = interruption(() => undefined);
      const planned = await planRemoval(options, connection, report, signal);
      process.exitCode = removalExitCode(planned.totals);
      if (planned.accountIds.length === 0 && !planned.hasSourcePolicy) {
        terminal.tell("There is nothing of ours to remove.");
      } else if (signal.aborted || !(options.yes || (await terminal.confirm(questionOf(planned))))) {
        terminal.tell("Nothing was done.");
      } else {
        const totals = await remove(planned, options, connection, report, signal);
        // An account that could not be looked into may have a role of ours still.
        process.exitCode = Math.max(removalExitCode(planned.totals), removalExitCode(totals));
      }
    });
}

function questionOf({ accountIds, hasSourcePolicy }: Removal): string {
  const accounts = accountIds.length === 1 ? "1 account" : `${accountIds.length} accounts`;
  const what = hasSourcePolicy ? `the role from ${accounts} and the source policy` : `the role from ${accounts}`;
  return `Remove ${what}? Whoever reads by them is shut out.`;
}
