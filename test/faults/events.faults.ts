import { readFileSync } from "node:fs";
import { RemoveAccountFromOrganizationCommand } from "@aws-sdk/client-organizations";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AdjustableClock } from "#sandbox/clock.ts";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { invoke, messagesIn, organizationsAs } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const { accounts } = fakeOrganization;
const day = 86_400_000;

let sandbox: Sandbox;
let clock: AdjustableClock;

beforeEach(async () => {
  clock = new AdjustableClock();
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder, clock, retryDelays: [5, 5] });
});

afterEach(() => sandbox.close());

/** A sample event, of this account. */
function eventOf(name: string, accountId: string): Record<string, unknown> {
  const text = readFileSync(`events/${name}.json`, "utf8");
  return JSON.parse(text.replaceAll(/"(accountId|account_id)": "\d{12}"/g, `"$1": "${accountId}"`));
}

function writesIn(accountId: string): readonly string[] {
  return sandbox.requests
    .since()
    .filter((request) => isIamWrite(request) && request.accountId === accountId && request.code === "")
    .map(({ action }) => action);
}

async function expectSettled(): Promise<void> {
  expect(await invoke(sandbox, "onboard-account", { accountId: accounts.staging })).toMatchObject({
    status: "in-sync",
  });
  expect(await invoke(sandbox, "sync-source-policy", {})).toMatchObject({ status: "in-sync" });
  expect(messagesIn(sandbox, "FailedInvocations")).toEqual([]);
  expect(messagesIn(sandbox, "UndeliveredEvents")).toEqual([]);
}

test("an event that comes ten times at once makes one role", async () => {
  for (let copy = 0; copy < 10; copy += 1)
    sandbox.bus.emit(eventOf("create-account-result.succeeded", accounts.staging));
  await sandbox.idle();

  expect(writesIn(accounts.staging).filter((action) => action === "CreateRole")).toHaveLength(1);
  await expectSettled();
});

test("the events of one account in any order make one role, and none of them writes a second time", async () => {
  const names = [
    "move-account",
    "update-managed-account",
    "account-joined-organization",
    "create-account-result.succeeded",
  ];
  for (const name of names) {
    sandbox.bus.emit(eventOf(name, accounts.staging));
    await sandbox.idle();
  }

  expect(writesIn(accounts.staging)).toEqual(["CreateRole", "AttachRolePolicy"]);
  await expectSettled();
});

test("an event that is replayed a day later writes nothing", async () => {
  const event = eventOf("create-account-result.succeeded", accounts.staging);
  sandbox.bus.emit(event);
  await sandbox.idle();
  const before = sandbox.requests.length;

  clock.advance(day);
  sandbox.bus.emit(event);
  await sandbox.idle();

  const writes = sandbox.requests
    .since(before)
    .filter((request) => isIamWrite(request) && request.accountId === accounts.staging);
  expect(writes).toEqual([]);
  await expectSettled();
});

test("an event that arrives after its account has left writes nothing there", async () => {
  const command = new RemoveAccountFromOrganizationCommand({ AccountId: accounts.production });
  await organizationsAs(sandbox, "management").send(command);
  await sandbox.idle();

  sandbox.bus.emit(eventOf("create-account-result.succeeded", accounts.production));
  await sandbox.idle();

  expect(writesIn(accounts.production)).toEqual([]);
  expect(messagesIn(sandbox, "FailedInvocations")).toHaveLength(1);
});
