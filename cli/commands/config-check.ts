import { Command } from "commander";
import { ConfigError } from "#shared/config/faults.ts";
import { readConfig } from "../connect.ts";
import { exitCodes } from "../exit-codes.ts";
import { type CommonOptions, commonOptions } from "../options.ts";
import { terminal } from "../terminal.ts";

export function configCheckCommand(): Command {
  return commonOptions(new Command("check"))
    .description("say every fault of the configuration file at once")
    .addHelpText(
      "after",
      `
Examples:
  assumable config check
  assumable config check --config assumable.audit.yml --output json

Exit code 2 where there are faults.`,
    )
    .action(({ config: file, output }: CommonOptions) => {
      if (output === "json") return checkAsJson(file);
      readConfig(file);
      terminal.data(`${file} is fine.`);
    });
}

function checkAsJson(file: string): void {
  try {
    readConfig(file);
    terminal.data(JSON.stringify({ type: "config", file, faults: [] }));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    terminal.data(JSON.stringify({ type: "config", file, faults: error.faults }));
    process.exitCode = exitCodes.usage;
  }
}
