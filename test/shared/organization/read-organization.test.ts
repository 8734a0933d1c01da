import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { parentsOf } from "#shared/organization/parents.ts";
import { listAccounts, readAccount, readOrganization } from "#shared/organization/read-organization.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";

const { accounts, organizationId, rootId, units } = fakeOrganization;

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess({ furtherAccounts: 100 });
});

afterEach(() => running.sandbox.close());

test("the organization is known by its id and management account", async () => {
  await expect(readOrganization(running.aws.organizations)).resolves.toEqual({
    id: organizationId,
    managementAccountId: accounts.management,
  });
});

test("an account has its state, how it joined, and the units above it; one outside is not there", async () => {
  await expect(readAccount(running.aws.organizations, accounts.production)).resolves.toEqual({
    id: accounts.production,
    name: "Production",
    state: "ACTIVE",
    joinedMethod: "CREATED",
    joinedAt: new Date("2024-01-15T09:00:00Z"),
    parents: [rootId, units.workloads, units.production],
  });
  await expect(readAccount(running.aws.organizations, accounts.outside)).resolves.toBeUndefined();
});

test("all accounts are listed, through empty pages", async () => {
  const ids: string[] = [];
  for await (const { id } of listAccounts(running.aws.organizations)) ids.push(id);

  expect(new Set(ids).size).toBe(109);
  expect(ids).toContain(accounts.suspended);
});

test("where AWS gives no path, the units above an account are asked for one by one", async () => {
  const account = await readAccount(running.aws.organizations, accounts.production);

  const parents = await parentsOf(running.aws.organizations)({ ...account!, parents: undefined });

  expect(parents).toEqual([rootId, units.workloads, units.production]);
});
