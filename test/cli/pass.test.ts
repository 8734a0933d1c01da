import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { addAccessRole } from "#sandbox/organizations/create-account.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { assumable, jsonLines } from "../support/command.ts";

const { accounts, units } = fakeOrganization;
const folder = mkdtempSync(join(tmpdir(), "assumable-"));

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ furtherAccounts: 20 });
});

afterEach(() => sandbox.close());

function statuses(lines: readonly Record<string, any>[]): Readonly<Record<string, string>> {
  const results = lines.filter(({ type }) => type === "account");
  return Object.fromEntries(results.map(({ accountId, status }) => [accountId, status]));
}

function iamWrites() {
  return sandbox.requests.since().filter(isIamWrite);
}

describe("assumable plan", () => {
  test("tells every account with what differs and why, sums up, and exits with 3", async () => {
    const { status, stdout, stderr } = await assumable(sandbox, ["plan"]);

    expect(status).toBe(3);
    expect(stderr).toBe("");
    expect(stdout.match(/^planned +\d{12} {2}/gm)).toHaveLength(25);
    expect(stdout).toMatch(/^planned +222222222222 {2}Production \(Workloads\/Production\)$/m);
    expect(stdout).toMatch(/^conflict +777777777777 {2}Foreign Role \(Workloads\) {2}unmanaged-role-differs$/m);
    expect(stdout).toContain('      - "AWS": "arn:aws:iam::777777777777:root"'.replace("- ", "-         "));
    expect(stdout).toContain("    update-trust-policy: the trust policy lets others in than configured");
    expect(stdout).toContain("29 accounts: 25 planned, 1 skipped, 1 conflict, 1 unreachable, 1 failed");
    expect(stdout).toContain("3 need a person: see above");
    expect(iamWrites()).toEqual([]);
  });

  test("shows once what a new role is made of", async () => {
    const { stdout } = await assumable(sandbox, ["plan"]);

    expect(stdout.match(/create-role: the role does not exist/g)).toHaveLength(25);
    expect(stdout.match(/"maxSessionDuration": 3600,$/gm)).toHaveLength(1);
  });

  test("has no colour where stdout is no terminal", async () => {
    const { stdout } = await assumable(sandbox, ["plan", "--accounts", accounts.staging]);

    expect(stdout).not.toContain("\u001b");
  });

  test("exits with 1 where nothing differs but an account is in trouble, and with 0 where all is well", async () => {
    await assumable(sandbox, ["apply", "--yes"]);

    expect((await assumable(sandbox, ["plan"])).status).toBe(1);
    expect((await assumable(sandbox, ["plan", "--accounts", accounts.staging])).status).toBe(0);
  });
});

describe("assumable apply", () => {
  test("brings everything in line and says so line by line as JSON", async () => {
    const ended = await assumable(sandbox, ["apply", "--yes", "--output", "json"]);

    const lines = jsonLines(ended);
    expect(ended.status).toBe(1);
    expect(lines).toHaveLength(29 + 2);
    expect(statuses(lines)).toMatchObject({
      [accounts.management]: "created",
      [accounts.staging]: "created",
      [accounts.suspended]: "skipped",
      [accounts.invited]: "unreachable",
      [accounts.foreignRole]: "conflict",
      [accounts.quarantined]: "failed",
    });
    expect(lines.at(-2)).toMatchObject({ type: "source-policy", status: "created" });
    expect(lines.at(-1)).toEqual({
      type: "summary",
      mode: "apply",
      totals: expect.objectContaining({ created: 25, skipped: 1, conflict: 1 }),
      needPerson: 3,
      sourcePolicy: "created",
      interrupted: false,
      exitCode: 1,
    });
  });

  test("writes nothing the second time", async () => {
    await assumable(sandbox, ["apply", "--yes"]);
    const before = iamWrites().length;

    const { stdout } = await assumable(sandbox, ["apply", "--yes"]);

    expect(iamWrites()).toHaveLength(before);
    expect(stdout).toContain("25 in-sync");
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      "--accounts",
      ["--accounts", `${accounts.staging},${accounts.production}`],
      [accounts.production, accounts.staging],
    ],
    ["--ou", ["--ou", units.production], [accounts.production]],
    [
      "--accounts and --ou",
      ["--accounts", accounts.staging, "--ou", units.production],
      [accounts.production, accounts.staging],
    ],
    ["--ou and --exclude", ["--ou", units.security, "--exclude", accounts.source], []],
  ])("is about what %s chooses", async (_options, words, expected) => {
    const lines = jsonLines(await assumable(sandbox, ["apply", "--yes", "--output", "json", ...words]));

    expect(Object.keys(statuses(lines)).toSorted()).toEqual(expected);
  });

  test("takes its options from the environment as well", async () => {
    const env = { ASSUMABLE_ACCOUNTS: accounts.staging, ASSUMABLE_OUTPUT: "json", ASSUMABLE_YES: "1" };

    const ended = await assumable(sandbox, ["apply"], { env });

    expect(ended.status).toBe(0);
    expect(statuses(jsonLines(ended))).toEqual({ [accounts.staging]: "created" });
  });

  test("takes up what an earlier one left, by --retry", async () => {
    const first = await assumable(sandbox, ["apply", "--yes", "--output", "json"]);
    const file = join(folder, "first.ndjson");
    writeFileSync(file, first.stdout);
    addAccessRole(sandbox.world, accountOf(sandbox.world, accounts.invited), "OrganizationAccountAccessRole");

    const lines = jsonLines(await assumable(sandbox, ["apply", "--yes", "--output", "json", "--retry", file]));

    expect(statuses(lines)).toEqual({
      [accounts.invited]: "created",
      [accounts.foreignRole]: "conflict",
      [accounts.quarantined]: "failed",
      [accounts.suspended]: "skipped",
    });
  });

  test("passes over accounts that have left since the report", async () => {
    const file = join(folder, "left.ndjson");
    writeFileSync(file, JSON.stringify({ type: "account", accountId: accounts.outside, status: "failed" }));

    const ended = await assumable(sandbox, ["apply", "--yes", "--output", "json", "--retry", file]);

    expect(statuses(jsonLines(ended))).toEqual({});
    expect(ended.status).toBe(0);
  });

  test("does nothing unasked where there is nobody to ask", async () => {
    const { status, stderr } = await assumable(sandbox, ["apply"]);

    expect(status).toBe(2);
    expect(stderr).toContain("Say --yes.");
    expect(iamWrites()).toEqual([]);
  });

  test("finishes at Ctrl-C what was begun, begins nothing more, and names what is left", async () => {
    await sandbox.close();
    sandbox = await startSandbox({ furtherAccounts: 200, latency: 20 });
    const interrupt = (child: { kill: (signal: "SIGINT") => boolean }) => {
      const timer = setInterval(() => {
        if (!sandbox.requests.since().some(({ action }) => action === "CreateRole")) return;
        clearInterval(timer);
        child.kill("SIGINT");
      }, 5);
    };

    const ended = await assumable(sandbox, ["apply", "--yes", "--output", "json"], { onStart: interrupt });

    const lines = jsonLines(ended);
    const { totals, interrupted } = lines.at(-1)!;
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("Finishing what was begun");
    expect(interrupted).toBe(true);
    expect(Object.keys(statuses(lines))).toHaveLength(209);
    expect(totals["not-attempted"]).toBeGreaterThan(100);
    const made = [...sandbox.world.accounts.values()].filter(({ roles }) => roles.has("crossaccountreadonlyrole"));
    expect(made.length - 1).toBe(totals.created);
    for (const { roles } of made.filter(({ id }) => id !== accounts.foreignRole)) {
      expect(roles.get("crossaccountreadonlyrole")?.attached).toHaveLength(1);
    }
  });
});
