import type { CommonOptions } from "./options.ts";
import { terminal } from "./terminal.ts";

/** Says that a file is written: part of the story, or with `--output json` a line of data. `next` is what to do then. */
export function tellWritten(file: string, output: CommonOptions["output"], next = ""): void {
  if (output === "json") terminal.data(JSON.stringify({ type: "written", file }));
  else terminal.tell(`${file} is written.${next}`);
}
