import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { everyAccount, streamAccounts, type Wanted } from "#shared/run/stream-accounts.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";

const { accounts, units } = fakeOrganization;

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess();
});

afterEach(() => running.sandbox.close());

async function stream(wanted: Wanted): Promise<readonly (readonly [string, string | undefined])[]> {
  const found: (readonly [string, string | undefined])[] = [];
  for await (const { account, skip } of streamAccounts(wanted, deploymentOf(), running.aws.organizations)) {
    found.push([account.id, skip]);
  }
  return found;
}

test("a pass over everything has every account of the organization, and says which are left alone", async () => {
  const found = await stream(everyAccount);

  expect(found).toHaveLength(9);
  expect(found.filter(([, skip]) => skip !== undefined)).toEqual([[accounts.suspended, "suspended"]]);
});

test("a pass over accounts and units has those that either names", async () => {
  const wanted = { everything: false, accounts: new Set([accounts.invited]), units: new Set([units.production]) };

  expect(new Set((await stream(wanted)).map(([id]) => id))).toEqual(new Set([accounts.invited, accounts.production]));
});
