import wrapAnsi from "wrap-ansi";
import { terminal } from "./terminal.ts";

const indent = "    ";

/**
 * What is said to people below a line of data, indented and on a terminal broken between words. Commands stay whole, to be
 * copied. Nothing for no text.
 */
export function proseLines(text: string | undefined, width = terminal.width): readonly string[] {
  const lines = text?.split("\n") ?? [];
  return lines.flatMap((line) => (isCommand(line) ? [line] : broken(line, width))).map((line) => `${indent}${line}`);
}

function isCommand(line: string): boolean {
  return /^(aws|npm) /.test(line);
}

function broken(line: string, width: number | undefined): readonly string[] {
  return width === undefined ? [line] : wrapAnsi(line, width - indent.length).split("\n");
}
