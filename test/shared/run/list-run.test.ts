import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunInput } from "#events/run-input.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { accountsPerPage, type ListedRun, listRun } from "#shared/run/list-run.ts";
import { listedAccount } from "#shared/run/listed-account.ts";
import type { RunStore } from "#shared/run/run-store.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";
import { makeRunBucket } from "../../support/run-bucket.ts";

const { accounts, organizationId, units } = fakeOrganization;
const run = { id: "run-1", startedAt: "2026-11-24T03:00:00.000Z" };

let running: InProcess;
let store: RunStore;

async function start(furtherAccounts: number): Promise<void> {
  running = await startInProcess({ furtherAccounts });
  ({ store } = makeRunBucket(running));
}

beforeEach(() => start(0));
afterEach(() => running.sandbox.close());

function list(input: Partial<RunInput> = {}, config: Record<string, unknown> = {}): Promise<ListedRun> {
  const { organizations } = running.aws;
  return listRun({ run, input: { mode: "apply", ...input } }, deploymentOf(config), { organizations, store });
}

describe("the first state of a run", () => {
  test("writes down every account: its name, its units by name, when it joined, and why it is left alone", async () => {
    const config = { accounts: { exclude: [accounts.staging] } };

    expect(await list({ mode: "plan" }, config)).toEqual({
      runId: "run-1",
      mode: "plan",
      accounts: 9,
      pages: [{ page: 1 }],
    });

    const listed = await store.readAccounts("run-1", 1);
    expect(listed).toHaveLength(9);
    expect(listed.find(({ accountId }) => accountId === accounts.staging)).toEqual({
      accountId: accounts.staging,
      name: "Staging",
      organizationalUnits: [{ id: units.workloads, name: "Workloads" }],
      joinedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      skip: "excluded",
    });
    expect(listed.find(({ accountId }) => accountId === accounts.production)).toMatchObject({
      organizationalUnits: [
        { id: units.workloads, name: "Workloads" },
        { id: units.production, name: "Production" },
      ],
    });
  });

  test("writes down accounts of which AWS says neither when they joined nor where they are", async () => {
    const account = { id: accounts.staging, name: "", state: "ACTIVE", joinedMethod: "", joinedAt: undefined };
    const nameOf = async () => "never asked";

    expect(
      await listedAccount({ account: { ...account, parents: undefined }, parents: [], skip: undefined }, nameOf),
    ).toEqual({ accountId: accounts.staging, name: "", organizationalUnits: [] });
  });

  test("puts so many accounts on a page, the first ones first, none twice", async () => {
    await running.sandbox.close();
    await start(2 * accountsPerPage - 9 + 1);

    const { accounts: count, pages } = await list();

    expect(count).toBe(2 * accountsPerPage + 1);
    expect(pages).toEqual([{ page: 1 }, { page: 2 }, { page: 3 }]);
    const written = await Promise.all(pages.map(({ page }) => store.readAccounts("run-1", page)));
    expect(written.map((page) => page.length)).toEqual([accountsPerPage, accountsPerPage, 1]);
    const ids = written.flat().map(({ accountId }) => accountId);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });

  test.each<[string, Partial<RunInput>, number, object]>([
    ["the whole organization", {}, 9, { selection: "organization" }],
    ["some accounts", { accounts: [accounts.staging] }, 1, { selection: "selection" }],
    ["some units", { organizationalUnits: [units.production] }, 1, { selection: "selection" }],
    ["what another run left", { retryFailedOf: "run-0" }, 2, { selection: "retry", retryFailedOf: "run-0" }],
  ])("writes down that it is about %s", async (_what, input, expected, selection) => {
    await store.writeUnfinished("run-0", [accounts.staging, accounts.invited]);

    expect(await list(input)).toMatchObject({ accounts: expected, pages: [{ page: 1 }] });

    expect(await store.readManifest("run-1")).toEqual({
      run: { ...run, mode: "apply", ...selection },
      organization: { id: organizationId, managementAccountId: accounts.management },
      accounts: expected,
      pages: 1,
    });
  });

  test("takes up just what the other run left, but for accounts that have gone since", async () => {
    await store.writeUnfinished("run-0", [accounts.staging, accounts.outside]);

    expect(await list({ retryFailedOf: "run-0" })).toMatchObject({ accounts: 1 });

    expect(await store.readAccounts("run-1", 1)).toMatchObject([{ accountId: accounts.staging }]);
  });

  test.each<[string, Partial<RunInput>, string]>([
    [
      "accounts",
      { accounts: [accounts.outside, accounts.staging, "000000000001"] },
      `accounts.0: account ${accounts.outside} is not in this organization; ` +
        "accounts.2: account 000000000001 is not in this organization",
    ],
    [
      "units",
      { organizationalUnits: [units.workloads, "ou-fake-00000000"] },
      "organizationalUnits.1: there is no unit ou-fake-00000000 in this organization",
    ],
    [
      "runs",
      { retryFailedOf: "run-0" },
      "retryFailedOf: there is no report of a run run-0. It is the name of the execution, as in " +
        "`aws stepfunctions list-executions`; reports of runs that failed or are long past do not exist.",
    ],
  ])("refuses %s that are not there, and has written nothing", async (_what, input, message) => {
    await expect(list(input)).rejects.toMatchObject({
      name: "InvalidRunInputError",
      message: expect.stringContaining(message),
      retryable: false,
    });
    await expect(store.readManifest("run-1")).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});
