import { ListAccountsCommand, ListRootsCommand } from "@aws-sdk/client-organizations";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { organizationsAs } from "../support/clients.ts";

let sandbox: Sandbox;
let time = Date.UTC(2026, 10, 24);

/** A clock that stands still unless it is put forward. */
const clock = { now: () => time, sleep: async () => undefined };

beforeEach(async () => {
  sandbox = await startSandbox({ isThrottled: true, clock });
});

afterEach(() => sandbox.close());

/** How many of so many calls at once are answered. */
async function answered(calls: number): Promise<number> {
  const organizations = organizationsAs(sandbox, "management");
  const all = await Promise.allSettled(
    Array.from({ length: calls }, () => organizations.send(new ListAccountsCommand())),
  );
  for (const one of all) {
    if (one.status === "rejected") expect(one.reason).toMatchObject({ name: "TooManyRequestsException" });
  }
  return all.filter(({ status }) => status === "fulfilled").length;
}

test("ListAccounts answers twelve at once, then eight a second, then twelve again after a rest", async () => {
  expect(await answered(30)).toBe(12);
  expect(await answered(30)).toBe(0);
  time += 500;
  expect(await answered(30)).toBe(4);
  time += 60_000;
  expect(await answered(30)).toBe(12);
});

test("each action has its own bucket", async () => {
  await answered(30);

  await expect(organizationsAs(sandbox, "management").send(new ListRootsCommand())).resolves.toBeDefined();
});
