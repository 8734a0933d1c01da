import { readFileSync } from "node:fs";
import { CreateUserCommand, GetAccountSummaryCommand } from "@aws-sdk/client-iam";
import { CreateAccountCommand, DescribeCreateAccountStatusCommand } from "@aws-sdk/client-organizations";
import { afterEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { assume, iamAs, invoke, messagesIn, organizationsAs } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

const RoleName = "CrossAccountReadOnlyRole";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function createAccount(): Promise<string> {
  const organizations = organizationsAs(sandbox, "management");
  const created = await organizations.send(new CreateAccountCommand({ AccountName: "New", Email: "new@example.com" }));
  await sandbox.idle();
  const CreateAccountRequestId = created.CreateAccountStatus?.Id;
  const status = await organizations.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId }));
  return status.CreateAccountStatus?.AccountId ?? "";
}

describe.each(["aws", "aws-us-gov", "aws-cn", "aws-eusc"])("in partition %s", (partition) => {
  test("an account is created, and the role and the policy follow", async () => {
    sandbox = await startSandbox({ partition, packageFolder: stacks.standard.folder, accessRoleDelay: 600 });

    const accountId = await createAccount();

    const keys = await assume(sandbox, "source", accountId, RoleName);
    await iamAs(sandbox, keys).send(new GetAccountSummaryCommand());
    await expect(iamAs(sandbox, keys).send(new CreateUserCommand({ UserName: "x" }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
    await expect(assume(sandbox, "outsider", accountId, RoleName)).rejects.toMatchObject({ name: "AccessDenied" });
    const role = sandbox.world.accounts.get(accountId)?.roles.get(RoleName.toLowerCase());
    expect(role?.attached).toEqual([`arn:${partition}:iam::aws:policy/ReadOnlyAccess`]);
    expect([...messagesIn(sandbox, "FailedInvocations"), ...messagesIn(sandbox, "UndeliveredEvents")]).toEqual([]);
  });
});

describe("the packaged stack", () => {
  test("records the time from the event to the role, and no name or e-mail in any log line", async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder });

    await createAccount();

    const lines = [...sandbox.functions.logs.values()].flat();
    const metric = lines.map((line) => /"TimeToRole":(\d+)/.exec(line)?.[1]).find((time) => time !== undefined);
    expect(Number(metric)).toBeGreaterThan(0);
    expect(lines.join("\n")).not.toMatch(/example\.com|"New"|SecretAccessKey|sessionToken/i);
  });

  test("logs no document, and so no external id, not even of an account that failed half-way", async () => {
    sandbox = await startSandbox({ packageFolder: stacks.guarded.folder, retryDelays: [1, 1] });
    const { production, staging } = sandbox.greeting.accounts;
    const access = sandbox.world.accounts.get(staging)?.roles.get("organizationaccountaccessrole");
    const deny = { Effect: "Deny", Action: "iam:AttachRolePolicy", Resource: "*" };
    access?.inline.set("deny", JSON.stringify({ Version: "2012-10-17", Statement: [deny] }));

    expect(await invoke(sandbox, "onboard-account", { accountId: production })).toMatchObject({ status: "created" });
    expect(await invoke(sandbox, "onboard-account", { accountId: staging })).toMatchObject({ status: "failed" });
    const event = JSON.parse(readFileSync("events/create-account-result.succeeded.json", "utf8"));
    event.detail.serviceEventDetails.createAccountStatus.accountId = staging;
    sandbox.bus.emit(event);
    await sandbox.idle();

    const lines = [...sandbox.functions.logs.values()].flat().join("\n");
    expect(lines).toContain("create-role");
    expect(lines).not.toContain("shared-secret");
    expect(JSON.stringify(messagesIn(sandbox, "FailedInvocations"))).not.toContain("shared-secret");
  });

  test("logs the event of an account that could not be created, and ends well", async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
    const event = JSON.parse(readFileSync("events/create-account-result.failed.json", "utf8"));

    expect(await invoke(sandbox, "onboard-account", event)).toEqual({
      status: "creation-failed",
      requestId: "car-examplecreateaccountrequestid111",
      failureReason: "EMAIL_ALREADY_EXISTS",
    });
    expect([...sandbox.functions.logs.values()].flat().join()).toContain("EMAIL_ALREADY_EXISTS");
    expect(sandbox.requests.since().map(({ action }) => action)).toEqual(["Invoke"]);
  });

  test("ends well for an account that could not be created, which its rule does not even match", async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
    const organizations = organizationsAs(sandbox, "management");
    const Email = "production@example.com";

    await organizations.send(new CreateAccountCommand({ AccountName: "Again", Email }));
    await sandbox.idle();

    expect(sandbox.requests.since().map(({ action }) => action)).toEqual(["CreateAccount"]);
  });

  test("takes the same event twice at once, and a day later, without harm", async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
    const events: Record<string, unknown>[] = [];
    const emit = sandbox.bus.emit.bind(sandbox.bus);
    sandbox.bus.emit = (event) => {
      events.push(event);
      return [...emit(event), ...emit(event)];
    };

    const accountId = await createAccount();
    for (const event of events) emit(event);
    await sandbox.idle();

    await expect(assume(sandbox, "source", accountId, RoleName)).resolves.toBeDefined();
    expect(messagesIn(sandbox, "FailedInvocations")).toEqual([]);
  });

  test("carries exactly its configuration: another role, path, principals and tags", async () => {
    sandbox = await startSandbox({ packageFolder: stacks.guarded.folder });
    const { production, management } = sandbox.greeting.accounts;

    expect(await invoke(sandbox, "onboard-account", { accountId: production })).toMatchObject({ status: "created" });
    expect(await invoke(sandbox, "onboard-account", { accountId: management })).toEqual({
      accountId: management,
      status: "skipped",
      reason: "management-account-excluded",
    });
    expect(await invoke(sandbox, "sync-source-policy", {})).toMatchObject({ status: "created" });

    const ExternalId = "shared-secret";
    await expect(assume(sandbox, "source", production, RoleName)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(assume(sandbox, "source", production, RoleName, { ExternalId })).resolves.toBeDefined();
  });

  test("plans the source policy by hand without writing", async () => {
    sandbox = await startSandbox({ packageFolder: stacks.standard.folder });

    expect(await invoke(sandbox, "sync-source-policy", { mode: "plan" })).toMatchObject({ status: "planned" });
    expect(sandbox.world.accounts.get(sandbox.greeting.accounts.source)?.policies.size).toBe(0);
  });
});
