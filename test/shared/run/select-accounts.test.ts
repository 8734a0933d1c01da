import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunInput } from "#events/run-input.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { accountOf } from "#sandbox/world.ts";
import { selectAccounts } from "#shared/run/select-accounts.ts";
import type { SelectedAccount } from "#shared/run/stream-accounts.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";

const { accounts, rootId, units } = fakeOrganization;

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess({ furtherAccounts: 100 });
});

afterEach(() => running.sandbox.close());

async function select(
  input: Partial<RunInput> = {},
  config: Record<string, unknown> = {},
): Promise<readonly SelectedAccount[]> {
  const store = { readUnfinished: async () => undefined };
  const { organizations } = running.aws;
  return selectAccounts({ mode: "apply", ...input }, deploymentOf(config), { organizations, store });
}

function idsOf(selected: readonly SelectedAccount[]): readonly string[] {
  return selected.map(({ account }) => account.id);
}

function callsOf(action: string): number {
  return running.sandbox.requests.since().filter((request) => request.action === action).length;
}

/** As in partitions and times in which AWS gives no path. */
function withoutPaths(): void {
  running.aws.organizations.middlewareStack.add(
    (next) => async (parameters) => {
      const answer = await next(parameters);
      const listed = "Accounts" in answer.output ? (answer.output.Accounts ?? []) : [];
      for (const account of listed) delete account.Paths;
      return answer;
    },
    { step: "initialize" },
  );
}

/** The first answers are AWS's throttling error, below the SDK's retries. */
function throttled(times: number): void {
  let left = times;
  const { middlewareStack } = running.aws.organizations;
  middlewareStack.addRelativeTo(
    (next: any) => async (parameters: any) => {
      left -= 1;
      if (left < 0) return next(parameters);
      const $metadata = { httpStatusCode: 400 };
      throw Object.assign(new Error("AWS Organizations is busy"), {
        name: "TooManyRequestsException",
        $fault: "client",
        $metadata,
      });
    },
    { relation: "after", toMiddleware: "retryMiddleware" },
  );
}

describe("the accounts of a run", () => {
  test("are all of the organization's in the order of their ids, through empty pages", async () => {
    const ids = idsOf(await select());

    expect(ids).toHaveLength(109);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).not.toContain(accounts.outside);
  });

  test("are all of them where Organizations is throttled meanwhile", async () => {
    throttled(3);

    expect(await select()).toHaveLength(109);
  });

  test("are known by State where AWS sends no Status, and by Status where it sends no State", async () => {
    running.aws.organizations.middlewareStack.add(
      (next) => async (parameters) => {
        const answer = await next(parameters);
        for (const account of "Accounts" in answer.output ? (answer.output.Accounts ?? []) : []) {
          if (account.Id !== accounts.suspended) continue;
          delete account.State;
          account.Status = "SUSPENDED";
        }
        return answer;
      },
      { step: "initialize" },
    );
    accountOf(running.sandbox.world, accounts.staging).state = "CLOSED";

    const selected = await select();

    const skipped = selected.filter(({ skip }) => skip !== undefined).map(({ account, skip }) => [account.id, skip]);
    expect(skipped).toEqual([
      [accounts.staging, "closed"],
      [accounts.suspended, "suspended"],
    ]);
  });
});

describe("where AWS gives no paths", () => {
  beforeEach(withoutPaths);

  test("nobody is asked for parents that decide nothing", async () => {
    const selected = await select();

    expect(selected).toHaveLength(109);
    expect(callsOf("ListParents")).toBe(0);
    expect(selected.every(({ parents }) => parents.length === 0)).toBe(true);
  });

  test("units are found by ListParents, which is asked once for every account and unit", async () => {
    const selected = await select({ organizationalUnits: [units.workloads] });

    expect(idsOf(selected)).toContain(accounts.production);
    expect(idsOf(selected)).not.toContain(accounts.source);
    expect(selected.find(({ account }) => account.id === accounts.production)?.parents).toEqual([
      rootId,
      units.workloads,
      units.production,
    ]);
    // 109 accounts, and the units Security, Workloads, Production and Quarantine.
    expect(callsOf("ListParents")).toBe(113);
  });

  test("units that are excluded are found as well, and told of", async () => {
    const selected = await select({}, { accounts: { organizationalUnits: { exclude: [units.quarantine] } } });

    expect(
      selected.filter(({ skip }) => skip === "organizational-unit-excluded").map(({ account }) => account.id),
    ).toEqual([accounts.quarantined]);
  });
});
