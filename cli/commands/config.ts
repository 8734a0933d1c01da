import { Command } from "commander";
import { configCheckCommand } from "./config-check.ts";
import { configInitCommand } from "./config-init.ts";

export function configCommand(): Command {
  return new Command("config")
    .description("write and check the configuration file")
    .addCommand(configCheckCommand())
    .addCommand(configInitCommand())
    .addHelpText(
      "after",
      `
Examples:
  assumable config init
  assumable config check --config assumable.audit.yml`,
    );
}
