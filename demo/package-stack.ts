import { spawnSync } from "node:child_process";

/** Where the demo's stack is packaged to, and the sandbox takes it from. */
export const packageFolder = ".build/sandbox";

/** Packages the demo's configuration as a user would package theirs; returns whether it went well, and what was said. */
export function packageStack(): { readonly ok: boolean; readonly said: string } {
  const words = ["packaging/main.ts", "package", "--config", "demo/assumable.yml", "--out", packageFolder];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return { ok: status === 0, said: `${stdout}${stderr}` };
}
