import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { startSandbox } from "#sandbox/start.ts";
import { noTotals } from "#shared/run/account-result.ts";
import { coverageIn } from "../../../cli/report/coverage.ts";
import { coveragePage } from "../../../cli/report/page.ts";
import { assumable } from "../../support/command.ts";
import { difficultAccounts } from "../../support/difficult-accounts.ts";
import { accountResult, runSummary } from "../../support/run-summary.ts";

const folder = mkdtempSync(join(tmpdir(), "coverage-"));

function runReport(accounts: readonly object[]): string {
  const { run, deployment, sourcePolicy } = runSummary();
  const totals = { ...noTotals, accounts: accounts.length };
  return JSON.stringify({ version: 1, run, deployment, totals, needPerson: 0, sourcePolicy, accounts });
}

function pageOf(accounts: readonly object[]): string {
  return coveragePage(coverageIn("report.json", runReport(accounts)));
}

describe("the coverage page", () => {
  test("has every account with its outcome, under its unit, and what to do", () => {
    const page = pageOf([
      accountResult({ status: "conflict", reason: "different-path", changes: [], remedy: "Delete it there." }),
    ]);

    expect(page).toContain("CrossAccountReadOnlyRole in organization o-fakeorg0001, by run run-1 (apply)");
    expect(page).toContain('<summary>Workloads <span class="sum">1 conflict</span></summary>');
    expect(page).toContain("Staging: different-path");
    expect(page).toContain("<h3>What to do</h3><pre>Delete it there.</pre>");
  });

  test("counts units with the units in them", () => {
    const production = { id: "ou-fake-producti", name: "Production" };
    const workloads = { id: "ou-fake-workload", name: "Workloads" };
    const page = pageOf([
      accountResult(),
      { ...accountResult(), accountId: "222222222222", organizationalUnits: [workloads, production] },
    ]);

    expect(page).toContain('Workloads <span class="sum">2 in-sync</span>');
    expect(page).toContain('Production <span class="sum">1 in-sync</span>');
  });

  test("shows any account name as it is, and runs none of them", () => {
    const accounts = [
      ...difficultAccounts,
      { ...difficultAccounts[0]!, accountId: "300000000020", name: "<script>alert(1)</script>" },
    ];
    const page = pageOf(accounts.map((account) => ({ ...account, status: "in-sync" })));

    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("quotes &quot;double&quot; and &#39;single&#39;");
  });

  test("asks the network for nothing, and says so to the browser", () => {
    const page = pageOf([accountResult()]);

    expect(page).toMatch(
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/,
    );
    expect(page).not.toMatch(/src=|href=|url\(|@import/);
  });

  test("is the same for the same report", () => {
    expect(pageOf([accountResult()])).toBe(pageOf([accountResult()]));
  });
});

describe("assumable report", () => {
  test("writes the page from what plan or apply have written", async () => {
    const file = join(folder, "plan.ndjson");
    const out = join(folder, "coverage.html");
    const lines = [
      { type: "account", ...accountResult() },
      { type: "summary", mode: "plan" },
    ];
    writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);

    const ended = await assumable(undefined, ["report", file, "--out", out]);

    expect(ended).toMatchObject({ status: 0, stdout: "", stderr: `${out} is written.\n` });
    expect(readFileSync(out, "utf8")).toContain("Staging");
  });

  test("writes it from a plan made there and then, and says so as JSON where it is asked to", async () => {
    const sandbox = await startSandbox();
    const out = join(folder, "planned.html");

    const ended = await assumable(sandbox, ["report", "--out", out, "--output", "json"]);
    await sandbox.close();

    expect(ended).toMatchObject({
      status: 0,
      stderr: "",
      stdout: `${JSON.stringify({ type: "written", file: out })}\n`,
    });
    expect(readFileSync(out, "utf8")).toContain("CrossAccountReadOnlyRole in organization o-fakeorg0001, as planned");
    expect(readFileSync(out, "utf8")).toContain("Foreign Role: unmanaged-role-differs");
    expect(sandbox.requests.since().filter(isWrite)).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ["is no report", "{}", /is no report\.\nName the report\.json/],
    ["is empty", "", /is no report/],
    ["is cut off", '{"type":"account","accountId":"222222222222"', /is no report/],
    ["has an account without outcome", '{"type":"account","accountId":"222222222222"}', /is no report/],
  ])("writes nothing from a file that %s", async (_what, text, message) => {
    const file = join(folder, "bad");
    writeFileSync(file, text);

    const ended = await assumable(undefined, ["report", file, "--out", join(folder, "never.html")]);

    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(message);
  });
});
