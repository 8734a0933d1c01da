import { afterEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { stacks } from "../support/stacks.ts";

const { accounts } = fakeOrganization;
const memberRole = "crossaccountreadonlyrole";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

test.each([
  ["invited", "has no access role until Control Tower enrols it, as a managed account created"],
  ["controlTower", "has Control Tower's role already, as a managed account updated"],
] as const)("the account %s, which %s, is onboarded by the lifecycle event", async (account, _why) => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
  const { roles } = accountOf(sandbox.world, accounts[account]);
  expect(roles.has(memberRole)).toBe(false);

  sandbox.enrolInControlTower(accounts[account]);
  await sandbox.idle();

  expect(roles.has("awscontroltowerexecution")).toBe(true);
  expect(roles.has(memberRole)).toBe(true);
});
