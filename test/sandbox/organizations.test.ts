import { ListRolesCommand } from "@aws-sdk/client-iam";
import {
  AcceptHandshakeCommand,
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  MoveAccountCommand,
  type OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { administratorOf, assume, organizationsAs } from "../support/clients.ts";

const { accounts, rootId, units, organizationId } = fakeOrganization;

let sandbox: Sandbox;
let organizations: OrganizationsClient;

beforeEach(async () => {
  sandbox = await startSandbox({ furtherAccounts: 95 });
  organizations = organizationsAs(sandbox, "management");
});

afterEach(() => sandbox.close());

test("accounts come in pages of 20 at most, some of them empty, and all of them in the end", async () => {
  const pages: number[] = [];
  for await (const page of paginateListAccounts({ client: organizations }, {})) pages.push(page.Accounts?.length ?? 0);

  expect(pages).toContain(0);
  expect(Math.max(...pages)).toBe(20);
  expect(pages.reduce((sum, count) => sum + count, 0)).toBe(95 + 9);
  await expect(organizations.send(new ListAccountsCommand({ MaxResults: 21 }))).rejects.toMatchObject({
    name: "InvalidInputException",
  });
});

test("an account says where it is by its path, and its state without the retired Status", async () => {
  const { Account: account } = await organizations.send(new DescribeAccountCommand({ AccountId: accounts.production }));

  expect(account).toMatchObject({
    State: "ACTIVE",
    JoinedMethod: "CREATED",
    Paths: [`${organizationId}/${rootId}/${units.workloads}/${units.production}/${accounts.production}/`],
  });
  expect(account?.Status).toBeUndefined();
});

test.each([
  ["123456789013", "AccountNotFoundException"],
  [accounts.outside, "AccountNotFoundException"],
  ["12345", "InvalidInputException"],
])("account %s cannot be described: %s", async (AccountId, name) => {
  await expect(organizations.send(new DescribeAccountCommand({ AccountId }))).rejects.toMatchObject({ name });
});

test("an account is created by and by, in the root, and its access role comes after it", async () => {
  await sandbox.close();
  sandbox = await startSandbox({ creationDelay: 100, accessRoleDelay: 300 });
  organizations = organizationsAs(sandbox, "management");
  const events: Record<string, any>[] = [];
  sandbox.bus.emit = (event) => {
    events.push(event);
    return [];
  };

  const { CreateAccountStatus: begun } = await organizations.send(
    new CreateAccountCommand({ AccountName: "A", Email: "a@example.com" }),
  );
  expect(begun?.State).toBe("IN_PROGRESS");
  const describe = new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id });
  await expect.poll(async () => (await organizations.send(describe)).CreateAccountStatus?.State).toBe("SUCCEEDED");
  const { CreateAccountStatus: done } = await organizations.send(describe);
  const id = done?.AccountId ?? "";
  await expect(assume(sandbox, "management", id, "OrganizationAccountAccessRole")).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await sandbox.idle();

  await expect(assume(sandbox, "management", id, "OrganizationAccountAccessRole")).resolves.toBeDefined();
  expect(events.map(({ detail }) => detail.eventName)).toEqual([
    "CreateAccount",
    "CreateAccountResult",
    "AccountJoinedOrganization",
  ]);
  const [call, result, joined] = events.map(({ detail }) => detail);
  expect(call.requestParameters).toEqual({ accountName: "****", email: "****" });
  expect(result.serviceEventDetails.createAccountStatus).toMatchObject({
    state: "SUCCEEDED",
    accountId: id,
    accountName: "****",
  });
  expect(joined.serviceEventDetails).toMatchObject({ accountId: id, joinedMethod: "Created" });
  expect((await organizations.send(new ListParentsCommand({ ChildId: id }))).Parents?.[0]).toEqual({
    Id: rootId,
    Type: "ROOT",
  });
});

test("an e-mail address that is taken makes the creation fail, and says so in an event of its own", async () => {
  const events: Record<string, any>[] = [];
  sandbox.bus.emit = (event) => {
    events.push(event);
    return [];
  };

  await organizations.send(new CreateAccountCommand({ AccountName: "A", Email: "PRODUCTION@example.com" }));
  await sandbox.idle();

  const status = events[1]?.["detail"].serviceEventDetails.createAccountStatus;
  expect(status).toMatchObject({ state: "FAILED", failureReason: "EMAIL_ALREADY_EXISTS" });
  expect(status.accountId).toBeUndefined();
  expect(status.requestedTimestamp).toMatch(/^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$/);
});

test("accounts move between units, and service control policies with them", async () => {
  const move = {
    AccountId: accounts.quarantined,
    SourceParentId: units.quarantine,
    DestinationParentId: units.workloads,
  };
  const list = async () => (await administratorOf(sandbox, accounts.quarantined)).send(new ListRolesCommand());
  await expect(list()).rejects.toMatchObject({ name: "AccessDenied" });

  await organizations.send(new MoveAccountCommand(move));

  await expect(list()).resolves.toBeDefined();
  await expect(organizations.send(new MoveAccountCommand(move))).rejects.toMatchObject({
    name: "SourceParentNotFoundException",
  });
});

test("a service control policy attached to a unit binds its accounts, not the management account", async () => {
  const Content = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}';
  const created = await organizations.send(
    new CreatePolicyCommand({ Name: "NoIam", Description: "", Type: "SERVICE_CONTROL_POLICY", Content }),
  );
  const PolicyId = created.Policy?.PolicySummary?.Id;
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: rootId }));
  const list = async (id: string) => (await administratorOf(sandbox, id)).send(new ListRolesCommand());

  await expect(list(accounts.production)).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(list(accounts.management)).resolves.toBeDefined();
  const { Policies: policies } = await organizations.send(
    new ListPoliciesForTargetCommand({ TargetId: rootId, Filter: "SERVICE_CONTROL_POLICY" }),
  );
  expect(policies?.map(({ Name }) => Name)).toEqual(["FullAWSAccess", "NoIam"]);
  await organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: rootId }));
  await expect(list(accounts.production)).resolves.toBeDefined();
});

test("units nest", async () => {
  const { Roots: roots } = await organizations.send(new ListRootsCommand());
  const { OrganizationalUnit: unit } = await organizations.send(
    new CreateOrganizationalUnitCommand({ ParentId: units.production, Name: "Tier 1" }),
  );

  expect(roots?.[0]?.Id).toBe(rootId);
  const listed = await organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId: units.production }));
  expect(listed.OrganizationalUnits).toEqual([unit]);
  const inUnit = await organizations.send(new ListAccountsForParentCommand({ ParentId: units.production }));
  expect(inUnit.Accounts?.map(({ Id }) => Id)).toEqual([accounts.production]);
});

test("a closed account is suspended and can be entered no more", async () => {
  await organizations.send(new CloseAccountCommand({ AccountId: accounts.production }));

  await expect(administratorOf(sandbox, accounts.production)).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(organizations.send(new CloseAccountCommand({ AccountId: accounts.production }))).rejects.toMatchObject({
    name: "AccountAlreadyClosedException",
  });
});

test("whoever may not is refused, by the name Organizations has for it", async () => {
  await expect(organizationsAs(sandbox, "outsider").send(new DescribeOrganizationCommand())).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

test("accounts join by invitation and leave, each told of to the management account by an event of its own", async () => {
  const events: Record<string, any>[] = [];
  sandbox.bus.emit = (event) => {
    events.push(event);
    return [];
  };
  const Target = { Type: "ACCOUNT", Id: accounts.outside } as const;
  const invited = await organizations.send(new InviteAccountToOrganizationCommand({ Target }));
  const member = organizationsAs(
    sandbox,
    await assume(sandbox, "management", accounts.outside, "OrganizationAccountAccessRole"),
  );
  const accept = new AcceptHandshakeCommand({ HandshakeId: invited.Handshake?.Id });

  await expect(organizations.send(accept)).rejects.toMatchObject({ name: "HandshakeNotFoundException" });
  await member.send(accept);
  const { Account: account } = await organizations.send(new DescribeAccountCommand({ AccountId: accounts.outside }));
  expect(account).toMatchObject({ JoinedMethod: "INVITED", State: "ACTIVE" });
  await expect(member.send(accept)).rejects.toMatchObject({ name: "HandshakeAlreadyInStateException" });
  await member.send(new LeaveOrganizationCommand());
  await expect(member.send(new LeaveOrganizationCommand())).rejects.toMatchObject({
    name: "AWSOrganizationsNotInUseException",
  });

  expect(
    events.map(({ detail }) => [
      detail.eventName,
      detail.errorCode ?? detail.serviceEventDetails?.joinedMethod ?? detail.serviceEventDetails?.departureMethod,
    ]),
  ).toEqual([
    ["InviteAccountToOrganization", undefined],
    ["AcceptHandshake", "HandshakeNotFoundException"],
    ["AccountJoinedOrganization", "INVITED"],
    ["AccountDepartedOrganization", "LEFT"],
  ]);
});
