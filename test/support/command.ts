import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { clientEnvironment } from "#sandbox/client-environment.ts";
import type { Sandbox } from "#sandbox/start.ts";
import type { Person } from "./clients.ts";

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** What of the command is run; the sources unless said otherwise. */
  readonly file?: string;
  readonly who?: Person;
  /** `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Hears of the process as soon as it runs. */
  readonly onStart?: (process: ReturnType<typeof spawn>) => void;
}

/** Runs the command as a process of its own, with a person's credentials and the demo's configuration. */
export async function assumable(
  sandbox: Sandbox | undefined,
  words: readonly string[],
  { file = "cli/main.ts", who = "management", env = {}, onStart }: Surroundings = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [file, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: "nowhere",
      AWS_EC2_METADATA_DISABLED: "true",
      ASSUMABLE_CONFIG: "demo/assumable.yml",
      ...(sandbox === undefined ? {} : clientEnvironment(sandbox.greeting, sandbox.greeting.credentials[who])),
      ...env,
    },
  });
  onStart?.(child);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

/** Lines of `--output json`. */
export function jsonLines({ stdout }: Ended): readonly Record<string, any>[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
