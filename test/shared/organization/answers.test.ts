import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListParentsCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { clientSettings, createOrganizationsClient } from "#shared/aws/clients.ts";
import {
  isUnit,
  listAccounts,
  readAccount,
  readOrganization,
  readParent,
  readUnitName,
} from "#shared/organization/read-organization.ts";
import { unitNamesOf } from "#shared/organization/unit-names.ts";

// What AWS may answer and the sandbox does not.

const accountId = "222222222222";
const organizations = mockClient(OrganizationsClient);
const client = createOrganizationsClient(clientSettings("us-east-1"));

beforeEach(() => organizations.reset());
afterAll(() => organizations.restore());

function awsError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe("the organization", () => {
  test.each([
    {},
    { Organization: {} },
    { Organization: { Id: "o-a" } },
    { Organization: { MasterAccountId: accountId } },
  ])("is not known from an answer that lacks something: %j", async (answer) => {
    organizations.on(DescribeOrganizationCommand).resolves(answer);

    await expect(readOrganization(client)).rejects.toMatchObject({
      name: "OrganizationUnreadableError",
      message: "DescribeOrganization answered without an organization id and management account",
      retryable: false,
    });
  });
});

describe("an account", () => {
  test("of which AWS says only the id is in no unit and of unknown origin", async () => {
    organizations.on(DescribeAccountCommand).resolves({ Account: { Id: accountId } });

    expect(await readAccount(client, accountId)).toEqual({
      id: accountId,
      name: "",
      state: "",
      joinedMethod: "",
      joinedAt: undefined,
      parents: undefined,
    });
  });

  test.each([
    [["o-a1/r-ab/ou-ab-1/x-r-ou-/222222222222/"], ["r-ab", "ou-ab-1"]],
    [[], undefined],
  ])("with the paths %j lies in %j", async (Paths, parents) => {
    organizations.on(DescribeAccountCommand).resolves({ Account: { Id: accountId, Paths } });

    expect(await readAccount(client, accountId)).toMatchObject({ parents });
  });

  test("is not there where AWS says so, or says nothing; any other answer comes through", async () => {
    const describeAccount = organizations.on(DescribeAccountCommand);
    describeAccount.resolvesOnce({}).rejectsOnce(awsError("AccountNotFoundException")).rejects(awsError("Other"));

    expect(await readAccount(client, accountId)).toBeUndefined();
    expect(await readAccount(client, accountId)).toBeUndefined();
    await expect(readAccount(client, accountId)).rejects.toMatchObject({ name: "Other" });
  });

  test("is listed from every page, through pages without any", async () => {
    organizations
      .on(ListAccountsCommand)
      .resolves({ NextToken: "1" })
      .on(ListAccountsCommand, { NextToken: "1" })
      .resolves({ Accounts: [{ Id: accountId }] });

    const ids: string[] = [];
    for await (const { id } of listAccounts(client)) ids.push(id);

    expect(ids).toEqual([accountId]);
  });
});

test("what is above a child is asked for, but above a root, which is the top", async () => {
  organizations
    .on(ListParentsCommand)
    .resolvesOnce({ Parents: [{ Id: "ou-ab-1" }] })
    .resolvesOnce({ Parents: [] })
    .resolves({});

  expect(await readParent(client, accountId)).toBe("ou-ab-1");
  expect(await readParent(client, accountId)).toBeUndefined();
  expect(await readParent(client, accountId)).toBeUndefined();
  expect(organizations.calls()).toHaveLength(3);
  expect(await readParent(client, "r-ab")).toBeUndefined();
  expect(organizations.calls()).toHaveLength(3);
});

describe("a unit", () => {
  const describeUnit = () => organizations.on(DescribeOrganizationalUnitCommand);

  test("has its name, or none; it is not there where AWS says so, and any other answer comes through", async () => {
    describeUnit()
      .resolvesOnce({ OrganizationalUnit: { Name: "Security" } })
      .resolvesOnce({})
      .rejectsOnce(awsError("OrganizationalUnitNotFoundException"))
      .rejects(awsError("Other"));

    expect(await readUnitName(client, "ou-ab-1")).toBe("Security");
    expect(await readUnitName(client, "ou-ab-1")).toBeUndefined();
    expect(await readUnitName(client, "ou-ab-1")).toBeUndefined();
    await expect(readUnitName(client, "ou-ab-1")).rejects.toMatchObject({ name: "Other" });
  });

  test("is one where it has a name; a root is not asked about", async () => {
    describeUnit()
      .resolvesOnce({ OrganizationalUnit: { Name: "Security" } })
      .resolves({});

    expect(await isUnit(client, "ou-ab-1")).toBe(true);
    expect(await isUnit(client, "ou-ab-r-")).toBe(false);
    expect(organizations.calls()).toHaveLength(2);
    expect(await isUnit(client, "r-ab")).toBe(true);
    expect(organizations.calls()).toHaveLength(2);
  });

  test("is asked for its name once, and known by its id where it has none", async () => {
    describeUnit()
      .resolves({})
      .on(DescribeOrganizationalUnitCommand, { OrganizationalUnitId: "ou-ab-1" })
      .resolves({ OrganizationalUnit: { Name: "Security" } });
    const nameOf = unitNamesOf(client);

    expect(await Promise.all([nameOf("ou-ab-1"), nameOf("ou-ab-1"), nameOf("ou-ab-2")])).toEqual([
      "Security",
      "Security",
      "ou-ab-2",
    ]);
    expect(organizations.calls()).toHaveLength(2);
  });
});
