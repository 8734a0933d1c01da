import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

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

  /** Whether somebody can be asked. */
  get isInteractive(): boolean {
    return process.stdin.isTTY === true && process.stderr.isTTY === true;
  },

  /** Whether progress can be drawn. */
  get hasProgress(): boolean {
    return process.stderr.isTTY === true;
  },

  /** Asks a question that is answered with yes or no; anything but yes is no. */
  async confirm(question: string): Promise<boolean> {
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
    } finally {
      asking.close();
    }
  },
};
