import type { ChildProcess } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import type { Credential } from "#sandbox/world.ts";
import { accessIn, memberRoleIn, peopleOf } from "../support/access.ts";
import { assumable, jsonLines } from "../support/command.ts";
import { settled } from "./organization.ts";

// The process is killed the moment AWS has done a write, before it hears of it: at every one there is.

const apply = ["apply", "--yes", "--output", "json"];
const inSync = Object.entries(settled).flatMap(([accountId, status]) => (status === "in-sync" ? [accountId] : []));

let sandbox: Sandbox;
let people: readonly Credential[];
let afterWrite: (() => void) | undefined;
afterEach(() => sandbox.close());

async function start(): Promise<void> {
  afterWrite = undefined;
  sandbox = await startSandbox({
    onCall: async ({ service, action, code }) => {
      if (code === "" && isIamWrite({ service, action })) afterWrite?.();
    },
  });
  people = peopleOf(sandbox.world);
}

/** Roles that are there, and are not as they should be. */
async function startDrifted(): Promise<void> {
  await start();
  await assumable(sandbox, apply);
  for (const accountId of inSync) {
    const role = memberRoleIn(sandbox.world, accountId)!;
    role.trustPolicy = role.trustPolicy.replace("CloudQuery", "SomebodyElse");
    role.attached.splice(0, 1, "arn:aws:iam::aws:policy/AdministratorAccess");
  }
}

async function writesOfApply(): Promise<number> {
  const before = sandbox.requests.length;
  await assumable(sandbox, apply);
  return sandbox.requests.since(before).filter(isIamWrite).length;
}

async function access(): Promise<readonly ReadonlySet<string>[]> {
  return Promise.all(inSync.map((accountId) => accessIn(sandbox.world, accountId, people)));
}

/** Two for each role, made or repaired, and for making them two of the source policy. */
describe.each([
  ["making roles", start, 2 * inSync.length + 2],
  ["repairing roles", startDrifted, 3 * inSync.length],
] as const)("killed while %s", (_what, begin, writes) => {
  test("there are as many writes as positions tried here", async () => {
    await begin();

    expect(await writesOfApply()).toBe(writes);
  });

  test.each(Array.from({ length: writes }, (_, index) => index + 1))(
    "after write %i: the next pass ends as it should, and nobody has had more",
    async (position) => {
      await begin();
      const before = await access();
      let running: ChildProcess | undefined;
      let seen = 0;
      afterWrite = () => {
        seen += 1;
        if (seen === position) running?.kill("SIGKILL");
      };
      const killed = await assumable(sandbox, apply, { onStart: (child) => (running = child) });
      afterWrite = undefined;
      const between = await access();

      const again = await assumable(sandbox, apply);

      expect(killed.status).toBeNull();
      const after = await access();
      for (const [index, found] of between.entries()) {
        expect([...found.difference(before[index]!.union(after[index]!))]).toEqual([]);
      }
      expect(await writesOfApply()).toBe(0);
      const statuses = jsonLines(again).filter(({ type }) => type === "account");
      const others = statuses.filter(({ accountId }) => !inSync.includes(accountId));
      expect(others.every(({ accountId, status }) => settled[accountId] === status)).toBe(true);
      const done = statuses.filter(({ accountId }) => inSync.includes(accountId));
      expect(done.every(({ status }) => ["in-sync", "created", "repaired"].includes(status))).toBe(true);
    },
  );
});
