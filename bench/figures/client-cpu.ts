import { Agent, request } from "node:http";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import pMap from "p-map";
import type { Greeting } from "#sandbox/start.ts";
import { engineFor, furtherAccounts, reconcileAll } from "../engine.ts";
import { type Figure, figure, median } from "../figure.ts";
import { withSandbox } from "../sandbox.ts";

const count = 1_000;
const rounds = 3;
const callsPerAccount = 4;
const concurrency = 16;

/** What the client's CPU does for an account in sync, against the same number of requests, signed and sent bare. */
export function clientCpu(): Promise<readonly Figure[]> {
  return withSandbox({ furtherAccounts: count }, async ({ greeting }) => {
    const engine = engineFor(greeting, { concurrency });
    await reconcileAll(engine, "apply", furtherAccounts(count));
    const bare = bareRequests(greeting);
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const ours = await cpuOf(() => reconcileAll(engine, "apply", furtherAccounts(count)));
      ratios.push(ours / (await cpuOf(bare)));
    }
    return [figure("client CPU for an account in sync ÷ four bare signed requests", median(ratios), "≤", 3.5)];
  });
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** As many requests as the accounts in sync cost, as many at a time, with nothing around them. */
function bareRequests({ endpoint, region, credentials }: Greeting): () => Promise<unknown> {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true });
  const signer = new SignatureV4({
    credentials: credentials.management,
    region,
    service: "iam",
    sha256: Hash.bind(null, "sha256"),
  });
  const body = "Action=GetRole&Version=2010-05-08&RoleName=OrganizationAccountAccessRole";
  const headers = { host: `${hostname}:${port}`, "content-type": "application/x-www-form-urlencoded" };
  const one = async () => {
    const unsigned = { method: "POST", protocol: "http:", hostname, port: Number(port), path: "/", headers, body };
    const signed = await signer.sign(unsigned);
    await new Promise<void>((resolve, reject) => {
      const sent = request({ agent, hostname, port, method: "POST", path: "/", headers: signed.headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => (text === "" ? reject(new Error("no answer")) : resolve()));
      });
      sent.on("error", reject).end(body);
    });
  };
  return () => pMap(Array.from({ length: count * callsPerAccount }), one, { concurrency: concurrency * 3 });
}
