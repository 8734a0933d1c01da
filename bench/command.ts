import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = ".build/bench/command";

/** Builds the command as it is published. */
export function buildCommand(): void {
  execFileSync(process.execPath, ["packaging/build-command.ts", "--out", folder]);
}

/** Runs the command as it is published, in a process of its own; resolves to its peak memory in MiB. */
export async function command(...words: readonly string[]): Promise<number> {
  const measured = fileURLToPath(new URL("measured-command.ts", import.meta.url));
  const peakFile = join(folder, "peak");
  const env = { ...process.env, ASSUMABLE_CONFIG: "demo/assumable.yml" };
  const args = [measured, join(folder, "assumable.mjs"), peakFile, ...words];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"], env });
  await once(child, "exit");
  return Number(readFileSync(peakFile, "utf8")) / 1024;
}
