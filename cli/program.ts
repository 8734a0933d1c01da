import { Command } from "commander";
import { applyCommand } from "./commands/apply.ts";
import { configCommand } from "./commands/config.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { exportCommand } from "./commands/export.ts";
import { planCommand } from "./commands/plan.ts";
import { removeCommand } from "./commands/remove.ts";
import { reportCommand } from "./commands/report.ts";
import { verifyCommand } from "./commands/verify.ts";
import { addCompletion } from "./completion.ts";
import { version } from "./version.ts";

/** The command `assumable`, ready to parse its arguments. */
export function program(): Command {
  const assumable = new Command("assumable")
    .description("Keeps one read-only role assumable in every account of an AWS organization.")
    .version(version(), "--version", "print the version")
    .helpOption("--help", "show this, or the help of a command")
    .showHelpAfterError("Say --help for what there is.")
    .addCommand(planCommand())
    .addCommand(applyCommand())
    .addCommand(verifyCommand())
    .addCommand(doctorCommand())
    .addCommand(exportCommand())
    .addCommand(reportCommand())
    .addCommand(removeCommand())
    .addCommand(configCommand())
    .addHelpText(
      "after",
      `
Examples:
  assumable config init                            write assumable.yml
  assumable plan                                   what would change, in every account
  assumable apply --accounts 222222222222          bring one account in line
  assumable doctor                                 why nothing happens

Every option has an environment variable, told in the command's help. Credentials come from where the AWS CLI has them.
Exit codes: 0 done; 1 some account is in trouble; 2 bad usage or configuration; 3 plan found differences.`,
    );
  addCompletion(assumable);
  return assumable;
}
