import type { Command } from "commander";
import { expect, test } from "vitest";
import { program } from "../../cli/program.ts";

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** As it is printed, with what is added after it. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

// `complete` is what the script of `completion` calls, and shown nowhere.
const shown = everyCommand(program()).filter((command) => command.name() !== "complete");

test.each(shown.map((command) => [command.name(), command] as const))(
  "the help of %s has examples",
  (_name, command) => {
    expect(helpOf(command)).toContain("\nExamples:\n");
  },
);

test.each(shown.map((command) => [command.name(), command] as const))(
  "every option of %s that is of a run has an environment variable",
  (_name, command) => {
    const asked = command.options.filter(
      ({ long }) => !["--version", "--principal", "--permissions"].includes(long ?? ""),
    );
    const without = asked.filter(({ envVar }) => envVar === undefined).map(({ long }) => long);
    expect(without.filter((long) => !["--retry", "--force", "--out"].includes(long ?? ""))).toEqual([]);
  },
);
