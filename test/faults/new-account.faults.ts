import { setImmediate } from "node:timers/promises";
import { CreateAccountCommand } from "@aws-sdk/client-organizations";
import { afterEach, expect, test } from "vitest";
import { AdjustableClock } from "#sandbox/clock.ts";
import { serverFault, throttled } from "#sandbox/faults/fault.ts";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import type { Credential } from "#sandbox/world.ts";
import { awsFailure } from "#shared/aws/errors.ts";
import type { RoleOutcome } from "#shared/member-role/reconcile.ts";
import { onboardAccount } from "#shared/onboarding/onboard-account.ts";
import { accessIn, peopleOf } from "../support/access.ts";
import { deploymentOf } from "../support/deployment.ts";
import { seeded } from "../support/random.ts";
import { impatientClients } from "./impatient-clients.ts";

// A new account whose access role takes its time, on a clock that waiting puts forward.

const minute = 60_000;
const reads = ["CloudQuery iam:GetRole", "CloudQuery lambda:ListFunctions", "CloudQuery sqs:ReceiveMessage"];

let sandbox: Sandbox;
let clock: AdjustableClock;

afterEach(() => {
  clock.advance(60 * minute);
  return sandbox.close();
});

interface NewAccount {
  readonly accountId: string;
  /** What anybody could ever do by its member role, as `person action`. */
  readonly seen: ReadonlySet<string>;
  readonly onboard: () => Promise<RoleOutcome>;
}

/** An account that is created now, and whose access role is there after so many minutes. */
async function newAccount(minutes: number): Promise<NewAccount> {
  const seen = new Set<string>();
  let people: readonly Credential[] = [];
  clock = new AdjustableClock();
  sandbox = await startSandbox({
    clock,
    accessRoleDelay: minutes * minute,
    onCall: async ({ service, action, code, caller }) => {
      if (code !== "" || !isIamWrite({ service, action })) return;
      for (const one of await accessIn(sandbox.world, caller.account.id, people)) seen.add(one);
    },
  });
  people = peopleOf(sandbox.world);
  const aws = impatientClients(sandbox);
  await aws.organizations.send(new CreateAccountCommand({ AccountName: "New", Email: "new@example.com" }));
  const accountId = [...sandbox.world.accounts.keys()].at(-1)!;
  const sleep = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await setImmediate();
  };
  const services = { aws, now: () => clock.now(), sleep, random: () => 0.5 };
  return { accountId, seen, onboard: () => onboardAccount(accountId, deploymentOf(), services) };
}

test.each([0, 1, 5, 11])("an access role that is ready after %d minutes is waited for", async (minutes) => {
  const { onboard, seen } = await newAccount(minutes);
  const before = clock.now();

  expect(await onboard()).toMatchObject({ status: "created" });

  expect(clock.now() - before).toBeGreaterThanOrEqual(minutes * minute);
  expect([...seen].toSorted()).toEqual(reads);
});

test("an access role that is ready after 20 minutes is given up, and the next attempt finds it", async () => {
  const { onboard, seen } = await newAccount(20);
  expect(await onboard()).toMatchObject({ status: "unreachable" });
  expect(seen.size).toBe(0);

  expect(await onboard()).toMatchObject({ status: "created" });
});

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  "throttling, faults and lost connections of seed %d on the way leave the role as it should be",
  async (seed) => {
    const random = seeded(seed);
    const { onboard, seen } = await newAccount(random() * 15);
    sandbox.setFaults(({ service }) => {
      if (random() > 0.3) return undefined;
      if (random() < 0.2) return { kind: "reset-after-effect" };
      return random() < 0.5 ? throttled(service) : serverFault(service);
    });
    try {
      const { status } = await onboard();
      expect(["created", "repaired", "in-sync", "failed", "unreachable"]).toContain(status);
    } catch (error) {
      expect(awsFailure(error)).toMatchObject({ retryable: true });
    }
    sandbox.setFaults();

    expect(["created", "repaired", "in-sync"]).toContain((await onboard()).status);

    expect(await onboard()).toEqual({ status: "in-sync" });
    expect([...seen].toSorted()).toEqual(reads);
  },
);
