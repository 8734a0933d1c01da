import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { clientEnvironment } from "#sandbox/client-environment.ts";
import type { RequestRecord } from "#sandbox/http/request-log.ts";
import type { Greeting, SandboxOptions } from "#sandbox/start.ts";

type SeenRequest = Pick<RequestRecord, "service" | "action">;

/** A sandbox that runs in a process of its own. */
export interface RemoteSandbox {
  readonly greeting: Greeting;
  /** The requests it has answered, all of them or from an index on. */
  requests(start?: number): Promise<readonly SeenRequest[]>;
  close(): void;
}

type Options = Pick<SandboxOptions, "furtherAccounts" | "latency" | "isThrottled">;

/** Starts one, and puts it and its management administrator into the environment, where clients find them. */
async function startRemoteSandbox(options: Options): Promise<RemoteSandbox> {
  const file = fileURLToPath(new URL("sandbox-process.ts", import.meta.url));
  const child = fork(file, [JSON.stringify(options)]);
  const greeting: Greeting = await answerOf(child);
  Object.assign(process.env, clientEnvironment(greeting, greeting.credentials.management));
  return {
    greeting,
    requests: (start = 0) => {
      const answer = answerOf<readonly SeenRequest[]>(child);
      child.send(start);
      return answer;
    },
    close: () => child.disconnect(),
  };
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const [answer] = await once(child, "message");
  return answer;
}

/** Does some work with a sandbox of its own. */
export async function withSandbox<T>(options: Options, work: (sandbox: RemoteSandbox) => Promise<T>): Promise<T> {
  const sandbox = await startRemoteSandbox(options);
  try {
    return await work(sandbox);
  } finally {
    sandbox.close();
  }
}
