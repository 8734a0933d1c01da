import complete from "@bomb.sh/tab/commander";
import type { Command } from "commander";

/** Adds `completion <shell>`, which prints a script; the shell then asks the hidden command `complete` for words. */
export function addCompletion(program: Command): void {
  complete(program, { completionCommandName: "completion" });
  program.commands
    .find((command) => command.name() === "completion")
    ?.description("print the script that completes commands and options in a shell")
    .addHelpText(
      "after",
      `
Examples:
  source <(assumable completion bash)                             in ~/.bashrc, after bash-completion
  source <(assumable completion zsh)                              in ~/.zshrc, after compinit
  assumable completion fish > ~/.config/fish/completions/assumable.fish`,
    );
}
