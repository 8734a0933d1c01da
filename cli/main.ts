#!/usr/bin/env node
import { failureOf } from "./failure.ts";
import { program } from "./program.ts";
import { terminal } from "./terminal.ts";

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
