import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

const program = ".build/venv/bin/moto_server";

export interface MotoServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts moto's server on a free port of 127.0.0.1, with AWS's managed policies, and waits until it answers. */
export async function startMoto(): Promise<MotoServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    env: { PATH: process.env["PATH"], MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
  });
  await answering(endpoint, server);
  return {
    endpoint,
    close: async () => {
      server.kill();
      await once(server, "exit");
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

async function answering(endpoint: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`${program} ended with ${server.exitCode}`);
    const isThere = await fetch(`${endpoint}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${program} did not answer within 30 seconds`);
}
