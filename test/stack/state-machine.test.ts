import aslValidator from "asl-validator";
import { afterAll, describe, expect, test } from "vitest";
import { startSandbox } from "#sandbox/start.ts";
import { noTotals } from "#shared/run/account-result.ts";
import { accountsPerPage } from "#shared/run/list-run.ts";
import { lastStart } from "#shared/run/reconcile-page.ts";
import { configOf } from "../support/deployment.ts";
import { stacks } from "../support/stacks.ts";

/** The most accounts an organization can have. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const mostAccounts = 50_000;
const pages = mostAccounts / accountsPerPage;

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestPayload = 256 * 1024;
const longestHistory = 25_000;

const sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
afterAll(() => sandbox.close());
const [machine] = sandbox.stateMachines.machines.values();
const definition: any = machine!.definition;
const map = definition.States.ReconcileAccounts;
const { ReconcilePage: reconcilePage } = map.ItemProcessor.States;

function functionOf({ Resource }: { Resource: string }) {
  return [...sandbox.functions.functions.values()].find(({ arn }) => arn === Resource)!;
}

/** How often a state is tried at most. */
function attemptsOf({ Retry: retriers = [] }: { Retry?: { MaxAttempts: number }[] }): number {
  return 1 + retriers.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 0);
}

describe("the definition", () => {
  test("is valid by the Amazon States Language", () => {
    expect(aslValidator(definition, { checkPaths: true, checkArn: true })).toMatchObject({ isValid: true, errors: [] });
  });

  test("works on at most 40 pages at a time, inline", () => {
    expect(map.ItemProcessor.ProcessorConfig.Mode).toBe("INLINE");
    expect(map.MaxConcurrency).toBe(4);
    expect(map.MaxConcurrency).toBeLessThanOrEqual(40);
  });

  test("gives every function more time than the function has itself", () => {
    const tasks = [...Object.values<any>(definition.States), reconcilePage].filter(({ Type }) => Type === "Task");

    expect(tasks).toHaveLength(4);
    for (const task of tasks) expect(task.TimeoutSeconds).toBeGreaterThan(functionOf(task).timeout);
  });
});

describe("50,000 accounts fit", () => {
  // Ids of runs have 80 characters at most.
  const runId = "x".repeat(80);

  test("into a state, before and after the pages, even if all have died", () => {
    const listed = {
      runId,
      mode: "apply",
      accounts: mostAccounts,
      pages: Array.from({ length: pages }, () => ({ page: 999 })),
    };
    const totals = Object.fromEntries(Object.keys(noTotals).map((status) => [status, accountsPerPage]));
    const done = { ...listed, pages: Array.from({ length: pages }, () => ({ page: 999, totals })) };
    // The names of AWS's errors have far fewer characters.
    const died = { ...listed, pages: Array.from({ length: pages }, () => ({ page: 999, error: "x".repeat(200) })) };

    for (const state of [listed, done, died]) expect(JSON.stringify(state).length).toBeLessThan(longestPayload / 2);
  });

  test("into the history of an execution, even if every page is tried as often as can be and then dies", () => {
    // Iteration started and ended; task and pass entered and exited; each attempt scheduled, started and ended.
    const perPage = 2 + 4 + 3 * attemptsOf(reconcilePage);
    const states = Object.values<any>(definition.States);
    const others = states.reduce((sum: number, state) => sum + 4 + 3 * attemptsOf(state), 2);

    expect(pages * perPage + others).toBeLessThan(longestHistory / 2);
  });

  test("into the time of each function", () => {
    const { concurrency } = configOf();
    // AWS answers eight pages of 20 accounts a second, when nobody else asks.
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    const listing = mostAccounts / 20 / 8;
    // A role made anew takes seven calls one after another, each rarely a second long.
    const reconciling = Math.ceil(accountsPerPage / concurrency) * 7;

    expect(listing).toBeLessThan(functionOf(definition.States.ListAccounts).timeout / 2);
    expect(reconciling).toBeLessThan(functionOf(reconcilePage).timeout / 2);
    expect(reconciling).toBeLessThan(functionOf(reconcilePage).timeout - lastStart / 1000);
  });

  test("into six hours, were each of the pages as slow as that", () => {
    const { concurrency } = configOf();
    const page = Math.ceil(accountsPerPage / concurrency) * 7;

    expect((pages / map.MaxConcurrency) * page).toBeLessThan(definition.TimeoutSeconds / 2);
  });
});
