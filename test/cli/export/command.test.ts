import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { assumable, type Ended } from "../../support/command.ts";

const { accounts, units } = fakeOrganization;
const folder = mkdtempSync(join(tmpdir(), "assumable-"));

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});

afterAll(() => sandbox.close());

function idsIn({ stdout }: Ended): readonly string[] {
  return [...stdout.matchAll(/^(\d{12}),/gm)].map(([, id]) => id!);
}

test("an export is of the accounts in scope that work, on stdout and nothing else there", async () => {
  const ended = await assumable(sandbox, ["export", "csv"]);

  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(idsIn(ended)).toHaveLength(8);
  expect(idsIn(ended)).not.toContain(accounts.suspended);
});

test("options choose accounts", async () => {
  expect(
    idsIn(await assumable(sandbox, ["export", "csv", "--ou", units.workloads, "--exclude", accounts.staging])),
  ).toEqual([accounts.production, accounts.invited, accounts.controlTower, accounts.foreignRole]);
});

test("--from leaves those that have the role by a report", async () => {
  const file = join(folder, "result.ndjson");
  writeFileSync(file, (await assumable(sandbox, ["apply", "--yes", "--output", "json"])).stdout);

  const ended = await assumable(sandbox, ["export", "csv", "--from", file]);

  const { source, production, staging, controlTower, management } = accounts;
  expect(idsIn(ended)).toEqual([source, production, staging, controlTower, management]);
});

test("--out writes the file whole, in the place of what was there, and leaves nothing beside it", async () => {
  const own = mkdtempSync(join(tmpdir(), "assumable-"));
  const file = join(own, "accounts.csv");
  writeFileSync(file, "old\n".repeat(1000));

  const first = await assumable(sandbox, ["export", "csv", "--out", file]);
  const text = readFileSync(file, "utf8");
  await assumable(sandbox, ["export", "csv", "--out", file]);

  expect(first).toMatchObject({ status: 0, stdout: "", stderr: `${file} is written.\n` });
  expect(text).toMatch(/^accountId,/);
  expect(readFileSync(file, "utf8")).toBe(text);
  expect(readdirSync(own)).toEqual(["accounts.csv"]);
});

test.each<[string, readonly string[], RegExp]>([
  ["an unknown format", ["nonsense"], /Allowed choices are aws-config, /],
  ["no format", [], /missing required argument 'format'/],
  ["a folder that is not there", ["csv", "--out", join(folder, "no", "where.csv")], /cannot be written/],
  ["a report that is none", ["csv", "--from", "package.json"], /package\.json is no report/],
])("%s is refused", async (_what, words, message) => {
  const { status, stderr, stdout } = await assumable(sandbox, ["export", ...words]);

  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stdout).toBe("");
});
