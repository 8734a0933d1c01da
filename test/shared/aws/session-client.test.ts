import { GetAccountSummaryCommand, GetRoleCommand, paginateListRolePolicies } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import { assume } from "../../support/clients.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";

const { accounts } = fakeOrganization;
const RoleName = "OrganizationAccountAccessRole";

const nobody = { accessKeyId: "A", secretAccessKey: "S", sessionToken: "T" };

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess({ latency: 20 });
});

afterEach(() => running.sandbox.close());

async function iamIn(accountId: string) {
  const {
    accessKeyId,
    secretAccessKey,
    sessionToken = "",
  } = await assume(running.sandbox, "management", accountId, RoleName);
  return running.aws.iam({ accessKeyId, secretAccessKey, sessionToken });
}

test("calls of several sessions at a time go each to the account of their own", async () => {
  const ids = [accounts.staging, accounts.production, accounts.source];
  const sessions = await Promise.all(ids.map(iamIn));

  const read = await Promise.all(
    Array.from({ length: 30 }, async (_, call) => {
      const { Role } = (await sessions[call % 3]?.send(new GetRoleCommand({ RoleName }))) ?? {};
      return Role?.Arn?.split(":")[4];
    }),
  );

  expect(read).toEqual(Array.from({ length: 30 }, (_, call) => ids[call % 3]));
});

test("a paginator asks in the session of its client", async () => {
  const [staging, production] = await Promise.all([iamIn(accounts.staging), iamIn(accounts.production)]);
  const before = running.sandbox.requests.length;

  await Promise.all(
    [staging, production].map(async (client) => {
      for await (const page of paginateListRolePolicies({ client }, { RoleName }))
        expect(page.PolicyNames).toBeDefined();
    }),
  );

  const asked = running.sandbox.requests.since(before).filter(({ action }) => action === "ListRolePolicies");
  expect(asked.map(({ accountId }) => accountId).toSorted()).toEqual(
    [accounts.production, accounts.staging].toSorted(),
  );
});

test("our own calls are not made in a session, before or after one", async () => {
  const inAccount = await iamIn(accounts.staging);
  const before = running.sandbox.requests.length;

  await Promise.all([
    running.aws.iam().send(new GetAccountSummaryCommand()),
    inAccount.send(new GetAccountSummaryCommand()),
    running.aws.iam().send(new GetAccountSummaryCommand()),
  ]);

  const asked = running.sandbox.requests.since(before).map(({ accountId }) => accountId);
  expect(asked.toSorted()).toEqual([accounts.staging, accounts.management, accounts.management].toSorted());
});

test("what is signed outside of a session is refused, not made as us", async () => {
  const client = Object.getPrototypeOf(createAwsClients(clientSettings("us-east-1")).iam(nobody));

  await expect(client.send(new GetAccountSummaryCommand())).rejects.toThrow("outside of one");
});
