import { describe, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import type { OrganizationAccount } from "#shared/organization/read-organization.ts";
import { scopeOf } from "#shared/organization/scope.ts";
import { deploymentOf } from "../../support/deployment.ts";

const { accounts, rootId, units } = fakeOrganization;
const parents = [rootId, units.workloads, units.production];

function account(more: Partial<OrganizationAccount> = {}): OrganizationAccount {
  const account = { id: accounts.production, name: "Production", state: "ACTIVE", joinedMethod: "CREATED" };
  return { ...account, joinedAt: undefined, parents, ...more };
}

async function scope(one: OrganizationAccount, config: Record<string, unknown> = {}) {
  return scopeOf(one, deploymentOf({ accounts: config }), async () => parents);
}

describe("an account is", () => {
  test.each<[string, Partial<OrganizationAccount>, Record<string, unknown>, string]>([
    ["in scope by default", {}, {}, "in-scope"],
    ["in scope while its closure is pending, for it still works", { state: "PENDING_CLOSURE" }, {}, "in-scope"],
    ["skipped when suspended", { state: "SUSPENDED" }, {}, "suspended"],
    ["skipped when closed", { state: "CLOSED" }, {}, "closed"],
    ["skipped before it is activated", { state: "PENDING_ACTIVATION" }, {}, "pending-activation"],
    ["skipped when excluded", {}, { exclude: [accounts.production] }, "excluded"],
    ["skipped when others are included", {}, { include: [accounts.staging] }, "not-included"],
    ["in scope when included", {}, { include: [accounts.production] }, "in-scope"],
    ["in scope by a unit above its own", {}, { organizationalUnits: { include: [units.workloads] } }, "in-scope"],
    ["in scope by the root", {}, { organizationalUnits: { include: [rootId] } }, "in-scope"],
    [
      "in scope by its id though outside the units",
      {},
      { include: [accounts.production], organizationalUnits: { include: [units.security] } },
      "in-scope",
    ],
    ["skipped outside the units", {}, { organizationalUnits: { include: [units.security] } }, "not-included"],
    [
      "skipped in an excluded unit within an included one",
      {},
      { organizationalUnits: { include: [units.workloads], exclude: [units.production] } },
      "organizational-unit-excluded",
    ],
    [
      "skipped when it is the management account and that is left out",
      { id: accounts.management },
      { managementAccount: false },
      "management-account-excluded",
    ],
    ["in scope where only the management account is left out", {}, { managementAccount: false }, "in-scope"],
  ])("%s", async (_name, more, config, expected) => {
    const decided = await scope(account(more), config);

    expect(decided.kind === "in-scope" ? decided.kind : decided.reason).toBe(expected);
  });
});

test("units are asked for only when the configuration names some", async () => {
  const never = async () => {
    throw new Error("asked for parents");
  };

  await expect(scopeOf(account(), deploymentOf(), never)).resolves.toEqual({ kind: "in-scope" });
});
