import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type PassResult, passOver } from "../../cli/pass.ts";
import { deploymentOf } from "../support/deployment.ts";
import { type InProcess, startInProcess } from "../support/in-process.ts";

const { accounts } = fakeOrganization;

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess({ furtherAccounts: 50 });
});

afterEach(() => running.sandbox.close());

test("an account whose work throws is a failed account, and the others are done all the same", async () => {
  const results: PassResult<{ readonly status: "done" }>[] = [];
  let most = 0;
  let atOnce = 0;
  const pass = passOver<{ readonly status: "done" }>(
    { aws: running.aws, deployment: deploymentOf() },
    {
      wanted: { everything: true, accounts: new Set(), units: new Set() },
      work: async (accountId) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 1));
        atOnce -= 1;
        if (accountId === accounts.staging) throw new TypeError("a fault of our own");
        return { status: "done" };
      },
      isSkipped: () => true,
      exclude: new Set([accounts.production]),
      concurrency: 4,
      signal: new AbortController().signal,
      progress: { listed: () => undefined, whole: () => undefined },
    },
  );
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
