import { spawnSync } from "node:child_process";
import { stacks } from "./stacks.ts";

/** Packages every stack the tests deploy, as a user would. */
export function setup(): void {
  for (const { config, folder } of Object.values(stacks)) {
    const words = ["packaging/main.ts", "package", "--config", config, "--out", folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${config} was not packaged:\n${stdout}${stderr}`);
  }
}
