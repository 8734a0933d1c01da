import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isIamWrite, isWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { assumable, jsonLines } from "../support/command.ts";

const { accounts } = fakeOrganization;
const memberRole = "crossaccountreadonlyrole";

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  await assumable(sandbox, ["apply", "--yes"]);
});

afterEach(() => sandbox.close());

function accountsWithRole(): readonly string[] {
  const all = [...sandbox.world.accounts.values()].filter(({ roles }) => roles.has(memberRole));
  return all.map(({ id }) => id).toSorted();
}

function writes(): number {
  return sandbox.requests.since().filter(isIamWrite).length;
}

describe("assumable remove", () => {
  test("takes everything of ours away, and nothing of anybody else's", async () => {
    const { status, stdout } = await assumable(sandbox, ["remove", "--yes"]);

    expect(accountsWithRole()).toEqual([accounts.foreignRole]);
    const source = accountOf(sandbox.world, accounts.source);
    expect([...source.policies.values()]).toEqual([]);
    expect(source.roles.get("cloudquery")?.attached).toEqual([]);
    // The invited and the quarantined account could not be looked into.
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^planned +222222222222 {2}Production\n {4}detach-managed-policy arn:aws:iam::aws:policy\/ReadOnlyAccess\n {4}delete-role CrossAccountReadOnlyRole$/m,
    );
    expect(stdout).toMatch(/^conflict +777777777777 {2}Foreign Role {2}not-ours$/m);
    expect(stdout).toContain("removed: 5 removed");
    expect(stdout).toMatch(/source policy: removed/);
  });

  test("shows what would go and asks; where nobody can answer, nothing goes", async () => {
    const before = writes();

    const { status, stdout, stderr } = await assumable(sandbox, ["remove"]);

    expect(status).toBe(2);
    expect(stdout).toContain("to remove: 5 planned");
    expect(stderr).toContain("Say --yes.");
    expect(writes()).toBe(before);
  });

  test("of one account leaves the others and the source policy", async () => {
    const { status } = await assumable(sandbox, ["remove", "--yes", "--accounts", accounts.staging]);

    expect(status).toBe(0);
    expect(accountsWithRole()).not.toContain(accounts.staging);
    expect(accountsWithRole()).toHaveLength(5);
    expect(accountOf(sandbox.world, accounts.source).policies.size).toBe(1);
  });

  test("finds nothing the second time", async () => {
    await assumable(sandbox, ["remove", "--yes"]);
    const before = writes();

    const { stderr } = await assumable(sandbox, ["remove", "--yes"]);

    expect(stderr).toBe("There is nothing of ours to remove.\n");
    expect(writes()).toBe(before);
  });

  test("leaves what another stage keeps", async () => {
    const { stdout } = await assumable(sandbox, ["remove", "--yes", "--stage", "audit"]);

    expect(stdout).toMatch(/^conflict +222222222222 {2}Production {2}not-ours$/m);
    expect(accountsWithRole()).toHaveLength(6);
    expect(accountOf(sandbox.world, accounts.source).policies.size).toBe(1);
  });

  test("takes what was attached by hand along, and role by role in an order that gives nobody more", async () => {
    const role = accountOf(sandbox.world, accounts.staging).roles.get(memberRole)!;
    role.attached.push("arn:aws:iam::aws:policy/AdministratorAccess");
    role.inline.set("deny", '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}');
    const start = sandbox.requests.length;

    await assumable(sandbox, ["remove", "--yes", "--accounts", accounts.staging]);

    const inAccount = sandbox.requests.since(start).filter(({ accountId }) => accountId === accounts.staging);
    expect(inAccount.filter(isWrite).map(({ action }) => action)).toEqual([
      "DetachRolePolicy",
      "DetachRolePolicy",
      "DeleteRolePolicy",
      "DeleteRole",
    ]);
  });

  test("says all of it as JSON as well", async () => {
    const lines = jsonLines(await assumable(sandbox, ["remove", "--yes", "--output", "json"]));

    expect(lines.filter(({ status }) => status === "removed")).toHaveLength(5 + 1);
    expect(lines.filter(({ type }) => type === "removal-summary").map(({ mode }) => mode)).toEqual(["plan", "apply"]);
  });
});
