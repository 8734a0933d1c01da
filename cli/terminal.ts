import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";
import { UsageError } from "./failure.ts";

export type Style = Parameters<typeof styleText>[0];

/** Data goes to stdout, the story to stderr; colour only where the stream is a terminal and NO_COLOR is not set. */
export const terminal = {
  /** A line of data. */
  data(line: string): void {
    process.stdout.write(`${line}\n`);
  },

  /** A line of the story. */
  tell(line: string): void {
    process.stderr.write(`${line}\n`);
  },

  /** Text for stdout in a colour. */
  paint(style: Style, text: string): string {
    return styleText(style, text, { stream: process.stdout });
  },

  /** Text for stdout in a colour, filled up with spaces to a width. */
  column(style: Style, text: string, width: number): string {
    return terminal.paint(style, text) + " ".repeat(width - text.length);
  },

  /** Characters in a line of stdout; undefined where it is no terminal. */
  get width(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  },

  /** Whether somebody can be asked. */
  get isInteractive(): boolean {
    return process.stdin.isTTY === true && process.stderr.isTTY === true;
  },

  /** Whether progress can be drawn. */
  get hasProgress(): boolean {
    return process.stderr.isTTY === true;
  },

  /** Asks a question and returns what was typed; throws UsageError of `nobody` and `remedy` where nobody can be asked. */
  async ask(question: string, nobody: string, remedy: string): Promise<string> {
    if (!terminal.isInteractive) throw new UsageError(nobody, remedy);
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await asking.question(question)).trim();
    } finally {
      asking.close();
    }
  },

  /** Asks whether to go on; anything but yes is no. Throws UsageError where nobody can be asked. */
  async confirm(question: string): Promise<boolean> {
    const answer = await terminal.ask(`${question} [y/N] `, "There is nobody to ask whether to go on.", "Say --yes.");
    return /^y(es)?$/i.test(answer);
  },
};
