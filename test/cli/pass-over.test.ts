import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { everyAccount } from "#shared/run/stream-accounts.ts";
import { type PassResult, type PassSettings, passOver } from "../../cli/pass.ts";
import { deploymentOf } from "../support/deployment.ts";
import { type InProcess, startInProcess } from "../support/in-process.ts";

const { accounts } = fakeOrganization;

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess({ furtherAccounts: 50 });
});

afterEach(() => running.sandbox.close());

interface Done {
  readonly status: "done";
}

function overAll(given: Partial<PassSettings<Done>>): AsyncGenerator<PassResult<Done>> {
  return passOver<Done>(
    { aws: running.aws, deployment: deploymentOf() },
    {
      wanted: everyAccount,
      work: async () => ({ status: "done" }),
      isSkipped: () => true,
      exclude: new Set(),
      concurrency: 4,
      signal: new AbortController().signal,
      progress: { listed: () => undefined, whole: () => undefined },
      ...given,
    },
  );
}

test("an account whose work throws is a failed account, and the others are done all the same", async () => {
  const results: PassResult<Done>[] = [];
  let most = 0;
  let atOnce = 0;
  const pass = overAll({
    work: async (accountId) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
      if (accountId === accounts.staging) throw new TypeError("a fault of our own");
      return { status: "done" };
    },
    exclude: new Set([accounts.production]),
  });
  for await (const result of pass) results.push(result);

  expect(results).toHaveLength(58);
  expect(results.find(({ accountId }) => accountId === accounts.staging)).toMatchObject({
    status: "failed",
    code: "TypeError",
    message: "a fault of our own",
  });
  expect(results.filter(({ status }) => status === "done")).toHaveLength(56);
  expect(most).toBe(4);
});

test("accounts are listed while others are worked on, so that it is known how many there are", async () => {
  let listed = 0;
  let whole = (): void => undefined;
  const isWhole = new Promise<void>((resolve) => {
    whole = resolve;
  });
  const pass = overAll({
    work: async () => {
      await isWhole;
      return { status: "done" };
    },
    progress: { listed: () => (listed += 1), whole: () => whole() },
  });

  const first = await pass.next();

  expect(first.value).toMatchObject({ status: "done" });
  expect(listed).toBe(59);
  await pass.return(undefined);
});
