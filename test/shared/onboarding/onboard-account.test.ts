import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { type Account, DescribeAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import { backoffDelay } from "#shared/onboarding/backoff.ts";
import { AccountOutsideOrganizationError, onboardAccount, patience } from "#shared/onboarding/onboard-account.ts";
import { deploymentOf } from "../../support/deployment.ts";

const accountId = fakeOrganization.accounts.production;
const start = Date.parse("2026-11-20T10:00:00Z");
const minutes = 60_000;

const organizations = mockClient(OrganizationsClient);
const sts = mockClient(STSClient);
const iam = mockClient(IAMClient);

function awsError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

const credentials = {
  AccessKeyId: "ASIAEXAMPLE",
  SecretAccessKey: "secret",
  SessionToken: "token",
  Expiration: new Date(),
};
const newAccount: Account = {
  Id: accountId,
  State: "ACTIVE",
  JoinedMethod: "CREATED",
  JoinedTimestamp: new Date(start),
};

const someoneElses = { RoleId: "AROAEXAMPLE", Arn: "", CreateDate: new Date(start) };

/** A clock that only moves when somebody sleeps. */
function fakeTime() {
  let now = start;
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    now += milliseconds;
  };
  return { now: () => now, sleep, slept, random: () => 0.5 };
}

beforeEach(() => {
  organizations.on(DescribeAccountCommand).resolves({ Account: newAccount });
  sts.on(AssumeRoleCommand).resolves({ Credentials: credentials });
  iam.on(GetRoleCommand).rejects(awsError("NoSuchEntityException"));
  iam.on(ListAttachedRolePoliciesCommand).rejects(awsError("NoSuchEntityException"));
  iam.on(ListRolePoliciesCommand).rejects(awsError("NoSuchEntityException"));
  iam.on(CreateRoleCommand).resolves({});
  iam.on(AttachRolePolicyCommand).resolves({});
});

afterEach(() => {
  for (const client of [organizations, sts, iam]) client.reset();
});

afterAll(() => {
  for (const client of [organizations, sts, iam]) client.restore();
});

async function onboard(time = fakeTime()) {
  const outcome = await onboardAccount(accountId, deploymentOf(), {
    ...time,
    aws: createAwsClients(clientSettings("us-east-1")),
  });
  return { outcome, waited: time.slept.reduce((sum, milliseconds) => sum + milliseconds, 0), waits: time.slept.length };
}

describe("a new account", () => {
  test("that is ready at once is not waited for", async () => {
    const { outcome, waits } = await onboard();

    expect(outcome.status).toBe("created");
    expect(waits).toBe(0);
  });

  test("is waited for until its access role answers", async () => {
    const denied = sts.on(AssumeRoleCommand);
    for (let attempts = 0; attempts < 10; attempts += 1) denied.rejectsOnce(awsError("AccessDenied"));
    denied.resolves({ Credentials: credentials });

    const { outcome, waits } = await onboard();

    expect(outcome.status).toBe("created");
    expect(waits).toBe(5);
  });

  test.each([
    "SubscriptionRequiredException",
    "OptInRequired",
    "InvalidClientTokenId",
    "NoSuchEntityException",
    "Throttling",
    "AccessDenied",
    "AccessDeniedException",
  ])("is waited for while IAM answers %s", async (name) => {
    iam.on(CreateRoleCommand).rejectsOnce(awsError(name)).rejectsOnce(awsError(name)).resolves({});

    const { outcome, waits } = await onboard();

    expect(outcome.status).toBe("created");
    expect(waits).toBe(2);
  });

  test("that never gets ready is given up within twelve minutes, and not much before", async () => {
    sts.on(AssumeRoleCommand).rejects(awsError("AccessDenied"));

    const { outcome, waited } = await onboard();

    expect(outcome.status).toBe("unreachable");
    expect(waited).toBeLessThanOrEqual(patience);
    expect(waited).toBeGreaterThan(patience - minutes);
  });

  test("that is closed is not waited for", async () => {
    organizations.on(DescribeAccountCommand).resolves({ Account: { ...newAccount, State: "CLOSED" } });

    const { outcome, waits } = await onboard();

    expect(outcome).toEqual({ status: "skipped", reason: "closed" });
    expect(waits).toBe(0);
  });

  test("whose role is somebody else's is not waited for", async () => {
    iam
      .on(GetRoleCommand)
      .resolves({ Role: { ...someoneElses, RoleName: "CrossAccountReadOnlyRole", Path: "/else/" } });
    iam.on(ListAttachedRolePoliciesCommand).resolves({});
    iam.on(ListRolePoliciesCommand).resolves({});

    const { outcome, waits } = await onboard();

    expect(outcome).toMatchObject({ status: "conflict", reason: "different-path" });
    expect(waits).toBe(0);
  });

  test("that is still being activated is waited for", async () => {
    organizations
      .on(DescribeAccountCommand)
      .resolvesOnce({ Account: { ...newAccount, State: "PENDING_ACTIVATION" } })
      .resolves({ Account: newAccount });

    const { outcome, waits } = await onboard();

    expect(outcome.status).toBe("created");
    expect(waits).toBe(1);
  });

  test.each([
    ["LimitExceededException", "Cannot exceed quota"],
    ["MalformedPolicyDocumentException", "Invalid principal in policy"],
    ["AccessDenied", "not authorized, with an explicit deny in a service control policy"],
  ])("is not waited for where IAM answers %s: %s, which does not pass", async (name, message) => {
    iam.on(CreateRoleCommand).rejects(Object.assign(new Error(message), { name }));

    const { outcome, waits } = await onboard();

    expect(outcome).toMatchObject({ status: "failed", code: name, retryable: false });
    expect(waits).toBe(0);
  });
});

describe("an account that is not new", () => {
  test.each<[string, Partial<Account>]>([
    ["was invited", { JoinedMethod: "INVITED" }],
    ["was created long ago", { JoinedTimestamp: new Date(start - 60 * minutes) }],
    ["joined at a time that AWS does not say", { JoinedTimestamp: undefined }],
  ])("because it %s is not waited for", async (_why, more) => {
    organizations.on(DescribeAccountCommand).resolves({ Account: { ...newAccount, ...more } });
    sts.on(AssumeRoleCommand).rejects(awsError("AccessDenied"));

    const { outcome, waits } = await onboard();

    expect(outcome.status).toBe("unreachable");
    expect(waits).toBe(0);
  });
});

test("an account outside the organization is refused, and nothing is tried in it", async () => {
  organizations.on(DescribeAccountCommand).rejects(awsError("AccountNotFoundException"));

  await expect(onboard()).rejects.toThrow(AccountOutsideOrganizationError);
  await expect(onboard()).rejects.toMatchObject({
    name: "AccountOutsideOrganizationError",
    accountId,
    message:
      `Account ${accountId} is not in this organization, so nothing was done. Check the id; if the account has just ` +
      "joined, send the event again.",
    retryable: true,
  });
  expect(sts.calls()).toHaveLength(0);
});

test("the delays double up to a minute, with jitter in their upper half", () => {
  const longest = Array.from({ length: 9 }, (_, attempt) => backoffDelay(attempt, () => 1));
  const shortest = Array.from({ length: 9 }, (_, attempt) => backoffDelay(attempt, () => 0));

  expect(longest).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]);
  expect(shortest).toEqual(longest.map((delay) => delay / 2));
});
