#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { failureOf } from "./failure.ts";
import { program } from "./program.ts";
import { terminal } from "./terminal.ts";

// The part of the heap for what is soon garbage stays as small as it starts: else memory grows with the accounts.
setFlagsFromString("--semi-space-growth-factor=1");

const wantsTrace = process.argv.includes("--debug") || process.env["ASSUMABLE_DEBUG"] !== undefined;

try {
  const assumable = program();
  for (const command of [assumable, ...assumable.commands, ...assumable.commands.flatMap((one) => one.commands)]) {
    command.exitOverride();
  }
  await assumable.parseAsync();
} catch (error) {
  const { exitCode, what, remedy } = failureOf(error);
  if (what !== "") terminal.tell(what);
  if (remedy !== "") terminal.tell(remedy);
  if (wantsTrace && error instanceof Error) terminal.tell(error.stack ?? "");
  process.exitCode = exitCode;
}
