import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { accountOf } from "#sandbox/world.ts";
import type { AccountResult } from "#shared/run/account-result.ts";
import type { ListedAccount } from "#shared/run/listed-account.ts";
import { lastStart, type PageResult, reconcilePage } from "#shared/run/reconcile-page.ts";
import type { RunManifest } from "#shared/run/run-manifest.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";

const { accounts, organizationId } = fakeOrganization;

let running: InProcess;
let written: readonly AccountResult[];
let reported: AccountResult[];

beforeEach(async () => {
  running = await startInProcess();
  written = [];
  reported = [];
});

afterEach(() => running.sandbox.close());

interface Given {
  readonly mode?: "apply" | "plan";
  readonly config?: Record<string, unknown>;
  readonly page: readonly ListedAccount[];
  readonly timeLeft?: () => number;
}

function listed(accountId: string, more: Partial<ListedAccount> = {}): ListedAccount {
  return { accountId, name: "Somebody", organizationalUnits: [], ...more };
}

async function reconcile({ mode = "apply", config = {}, page, timeLeft = () => Infinity }: Given): Promise<PageResult> {
  const manifest: RunManifest = {
    run: { id: "run-1", mode, startedAt: "2026-11-24T03:00:00.000Z", selection: "organization" },
    organization: { id: organizationId, managementAccountId: accounts.management },
    accounts: page.length,
    pages: 1,
  };
  const store = {
    readManifest: async () => manifest,
    readAccounts: async () => page,
    writeResults: async (_runId: string, _page: number, results: readonly AccountResult[]) => {
      written = results;
    },
  };
  const deploymentIn = () => deploymentOf(config);
  return reconcilePage(
    { runId: "run-1", page: 1 },
    { aws: running.aws, store, deploymentIn, timeLeft, report: (result) => reported.push(result) },
  );
}

describe("a page of accounts", () => {
  test("has one result for each, in the same order, and their totals", async () => {
    const page = [
      listed(accounts.invited),
      listed(accounts.suspended, { skip: "suspended" }),
      listed(accounts.staging),
      listed(accounts.foreignRole),
    ];

    const { totals } = await reconcile({ page });

    expect(written.map(({ accountId, status }) => [accountId, status])).toEqual([
      [accounts.invited, "unreachable"],
      [accounts.suspended, "skipped"],
      [accounts.staging, "created"],
      [accounts.foreignRole, "conflict"],
    ]);
    expect(totals).toMatchObject({ unreachable: 1, skipped: 1, created: 1, conflict: 1, "in-sync": 0 });
    expect(new Set(reported)).toEqual(new Set(written));
  });

  test("is worked on as many accounts at a time as are configured", async () => {
    const { source, production, staging, controlTower, foreignRole, quarantined } = accounts;
    const page = [source, production, staging, controlTower, foreignRole, quarantined].map((id) => listed(id));
    let atOnce = 0;
    let most = 0;
    // Nobody goes on until three are there, and then a fourth has a while to show up.
    const full = Promise.withResolvers<void>();
    const { sts } = running.aws;
    const send = sts.send.bind(sts);
    const counted = Object.assign(Object.create(sts), {
      send: async (...parameters: Parameters<typeof send>) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        if (atOnce === 3) setTimeout(full.resolve, 50);
        await full.promise;
        return Promise.resolve(send(...parameters)).finally(() => {
          atOnce -= 1;
        });
      },
    });
    running = { ...running, aws: { ...running.aws, sts: counted } };

    await reconcile({ page, config: { concurrency: 3 } });

    expect(most).toBe(3);
  });

  test("leaves those it has no time for, saying so, and does not touch them", async () => {
    let left = lastStart + 1;
    const timeLeft = () => {
      left -= 1;
      return left;
    };
    const page = [listed(accounts.staging), listed(accounts.production)];

    const { totals } = await reconcile({ page, config: { concurrency: 1 }, timeLeft });

    expect(written).toMatchObject([
      { accountId: accounts.staging, status: "created" },
      { accountId: accounts.production, status: "not-attempted", reason: "out-of-time", remedy: expect.any(String) },
    ]);
    expect(totals).toMatchObject({ created: 1, "not-attempted": 1 });
    expect(accountOf(running.sandbox.world, accounts.production).roles.has("crossaccountreadonlyrole")).toBe(false);
  });

  test("is reported and left where drift is to be reported, but for roles that are missing", async () => {
    const page = [listed(accounts.staging), listed(accounts.production)];
    await reconcile({ page: [listed(accounts.staging)] });
    const role = accountOf(running.sandbox.world, accounts.staging).roles.get("crossaccountreadonlyrole")!;
    role.maxSessionDuration = 43_200;

    await reconcile({ page, config: { drift: "report" } });

    expect(written.map(({ status }) => status)).toEqual(["drifted", "created"]);
    expect(role.maxSessionDuration).toBe(43_200);
  });

  test("is changed nowhere by a plan", async () => {
    const { totals } = await reconcile({ mode: "plan", page: [listed(accounts.staging)] });

    expect(totals).toMatchObject({ planned: 1 });
    expect(accountOf(running.sandbox.world, accounts.staging).roles.has("crossaccountreadonlyrole")).toBe(false);
  });
});
