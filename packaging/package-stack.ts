import { spawnSync } from "node:child_process";

/** A configuration file, and the folder its stack is packaged into. */
export interface Stack {
  readonly config: string;
  readonly folder: string;
}

/** Packages a stack by the command users have; returns whether it went well, and what was said. */
export function packageStack({ config, folder }: Stack): { readonly ok: boolean; readonly said: string } {
  const words = ["packaging/main.ts", "package", "--config", config, "--out", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return { ok: status === 0, said: `${stdout}${stderr}` };
}
