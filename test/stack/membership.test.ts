import { readFileSync } from "node:fs";
import {
  AcceptHandshakeCommand,
  CloseAccountCommand,
  InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand,
  MoveAccountCommand,
  RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newRole } from "#sandbox/iam/roles.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { addAccessRole } from "#sandbox/organizations/create-account.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { assume, invoke, messagesIn, organizationsAs } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const { accounts, units, rootId } = fakeOrganization;
const memberRole = "crossaccountreadonlyrole";

function sample(name: string) {
  return JSON.parse(readFileSync(`events/${name}.json`, "utf8"));
}

function withDetail(name: string, more: Record<string, unknown>) {
  const event = sample(name);
  return { ...event, detail: { ...event.detail, ...more } };
}

describe("of the packaged rules", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
    // Only the rules are looked at: nothing is delivered.
    sandbox.functions.invokeAsynchronously = () => undefined;
  });
  afterAll(() => sandbox.close());

  test.each([
    ["create-account-result.succeeded", "account-created"],
    ["account-joined-organization", "account-joined"],
    ["move-account", "account-moved"],
    ["create-managed-account", "control-tower-created"],
    ["update-managed-account", "control-tower-updated"],
    ["account-departed-organization", "account-departed"],
    ["remove-account-from-organization", "account-removed"],
    ["close-account-result", "account-closed"],
  ])("exactly one matches %s", (name, rule) => {
    expect(sandbox.bus.emit(sample(name))).toEqual([`assumable-prod-${rule}`]);
  });

  test("the one for accounts that joined matches whatever detail-type AWS gives it", () => {
    const event = { ...sample("account-joined-organization"), "detail-type": "AWS API Call via CloudTrail" };

    expect(sandbox.bus.emit(event)).toEqual(["assumable-prod-account-joined"]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["an account that could not be created", sample("create-account-result.failed")],
    [
      "an invitation, which comes before the account joins",
      withDetail("move-account", { eventName: "InviteAccountToOrganization" }),
    ],
    [
      "an accepted invitation, which is recorded in the account itself",
      withDetail("move-account", { eventName: "AcceptHandshake" }),
    ],
    ["a move that failed", withDetail("move-account", { errorCode: "AccountNotFoundException" })],
    ["a removal that failed", withDetail("remove-account-from-organization", { errorCode: "AccessDenied" })],
    ["an event of somebody's own", { ...sample("account-joined-organization"), source: "custom.app" }],
  ])("none matches %s", (_name, event) => {
    expect(sandbox.bus.emit(event)).toEqual([]);
  });
});

describe("in an organization whose accounts come and go", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ packageFolder: stacks.ownSource.folder, retryDelays: [1, 1] });
    const { world } = sandbox;
    const trustPolicy =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
    accountOf(world, accounts.management).roles.set(
      "auditor",
      newRole(world, accounts.management, { name: "Auditor", path: "/", trustPolicy }),
    );
    await invoke(sandbox, "sync-source-policy", {});
  });
  afterEach(() => sandbox.close());

  function listed(): string {
    const [policy] = accountOf(sandbox.world, accounts.management).policies.values();
    return policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document ?? "";
  }

  function hasRole(id: string): boolean {
    return accountOf(sandbox.world, id).roles.has(memberRole);
  }

  async function join(): Promise<void> {
    const Target = { Type: "ACCOUNT", Id: accounts.outside } as const;
    const { Handshake: handshake } = await organizationsAs(sandbox, "management").send(
      new InviteAccountToOrganizationCommand({ Target }),
    );
    await sandbox.idle();
    expect(hasRole(accounts.outside)).toBe(false);
    const keys = await assume(sandbox, "management", accounts.outside, "OrganizationAccountAccessRole");
    await organizationsAs(sandbox, keys).send(new AcceptHandshakeCommand({ HandshakeId: handshake?.Id }));
    await sandbox.idle();
  }

  test("an invited account gets its role when it has joined, not before, and is listed", async () => {
    await join();

    expect(hasRole(accounts.outside)).toBe(true);
    expect(listed()).toContain(accounts.outside);
  });

  test("an account that joins without an access role ends in the queue with the commands, and follows when they were run", async () => {
    const outside = accountOf(sandbox.world, accounts.outside);
    const event = sample("account-joined-organization");
    event.detail.serviceEventDetails.accountId = accounts.invited;
    sandbox.bus.emit(event);
    await sandbox.idle();
    expect(JSON.stringify(messagesIn(sandbox, "FailedInvocations"))).toContain(
      `aws iam create-role --role-name OrganizationAccountAccessRole`,
    );

    addAccessRole(sandbox.world, accountOf(sandbox.world, accounts.invited), "OrganizationAccountAccessRole");

    expect(await invoke(sandbox, "onboard-account", { accountId: accounts.invited })).toMatchObject({
      status: "created",
    });
    expect(outside.roles.has(memberRole)).toBe(false);
  });

  test("an account that leaves is listed no more", async () => {
    await join();
    const keys = await assume(sandbox, "management", accounts.outside, "OrganizationAccountAccessRole");

    await organizationsAs(sandbox, keys).send(new LeaveOrganizationCommand());
    await sandbox.idle();

    expect(listed()).not.toContain(accounts.outside);
  });

  test.each([
    [
      "removed",
      () =>
        organizationsAs(sandbox, "management").send(
          new RemoveAccountFromOrganizationCommand({ AccountId: accounts.staging }),
        ),
    ],
    [
      "closed",
      () => organizationsAs(sandbox, "management").send(new CloseAccountCommand({ AccountId: accounts.staging })),
    ],
  ])("an account that is %s is listed no more", async (_how, leave) => {
    expect(listed()).toContain(accounts.staging);

    await leave();
    await sandbox.idle();

    expect(listed()).not.toContain(accounts.staging);
    expect(listed()).toContain(accounts.production);
  });

  test("an account that is moved into scope gets its role and is listed, and out of scope is listed no more", async () => {
    const organizations = organizationsAs(sandbox, "management");
    const move = (SourceParentId: string, DestinationParentId: string) =>
      organizations.send(
        new MoveAccountCommand({ AccountId: accounts.quarantined, SourceParentId, DestinationParentId }),
      );
    expect(listed()).not.toContain(accounts.quarantined);

    await move(units.quarantine, rootId);
    await sandbox.idle();
    expect(hasRole(accounts.quarantined)).toBe(true);
    expect(listed()).toContain(accounts.quarantined);

    await move(rootId, units.quarantine);
    await sandbox.idle();
    expect(listed()).not.toContain(accounts.quarantined);
  });

  test.each(["create-managed-account", "update-managed-account"])(
    "an account of Control Tower's gets its role by %s",
    async (name) => {
      const event = sample(name);
      const status = name === "create-managed-account" ? "createManagedAccountStatus" : "updateManagedAccountStatus";
      event.detail.serviceEventDetails[status].account.accountId = accounts.controlTower;

      sandbox.bus.emit(event);
      await sandbox.idle();

      expect(hasRole(accounts.controlTower)).toBe(true);
    },
  );
});
