import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { invoke, invokeAsynchronously, messagesIn } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder, retryDelays: [10, 20] });
});

afterEach(() => sandbox.close());

function createAccountResult(accountId: unknown) {
  const event = JSON.parse(readFileSync("events/create-account-result.succeeded.json", "utf8"));
  event.detail.serviceEventDetails.createAccountStatus.accountId = accountId;
  return event;
}

function failures(): readonly { errorType: string; attempts: number }[] {
  return messagesIn(sandbox, "FailedInvocations").map((record: any) => {
    return { errorType: record.responsePayload.errorType, attempts: record.requestContext.approximateInvokeCount };
  });
}

function writes() {
  return sandbox.requests
    .since()
    .filter(isWrite)
    .map(({ action }) => action);
}

describe("an event ends in the queue of failed invocations, by type, after two retries, with nothing written", () => {
  test.each<[string, unknown, string]>([
    ["with an id of 11 digits", "44445555666", "InvalidEventError"],
    ["with an id that is an ARN", "arn:aws:iam::444455556666:root", "InvalidEventError"],
    ["without an id", undefined, "InvalidEventError"],
    ["for an account outside the organization", "123456789012", "AccountOutsideOrganizationError"],
  ])("%s", async (_name, accountId, errorType) => {
    expect(sandbox.bus.emit(createAccountResult(accountId))).toEqual(["assumable-prod-account-created"]);
    await sandbox.idle();

    expect(failures()).toEqual([{ errorType, attempts: 3 }]);
    expect(writes()).toEqual([]);
  });

  test("for an account that never answers, with the remedy in the message", async () => {
    const { invited } = sandbox.greeting.accounts;

    sandbox.bus.emit(createAccountResult(invited));
    await sandbox.idle();

    expect(failures()).toEqual([{ errorType: "UnfinishedError", attempts: 3 }]);
    expect(JSON.stringify(messagesIn(sandbox, "FailedInvocations"))).toContain("aws iam create-role");
    expect(writes()).toEqual([]);
  });

  test("for the source policy's function, given something else than it takes", async () => {
    await invokeAsynchronously(sandbox, "sync-source-policy", { mode: "destroy" });
    await sandbox.idle();

    expect(failures()).toEqual([{ errorType: "InvalidEventError", attempts: 3 }]);
  });
});

describe("by hand, whoever asks is told what is wrong and where", () => {
  test.each<[unknown, string, RegExp]>([
    [{ accountId: "44445555666" }, "InvalidEventError", /accountId: must be an account id: exactly 12 digits/],
    [{ account: "444455556666" }, "InvalidEventError", /Expected {"accountId": "<12 digits>"}/],
    [{}, "InvalidEventError", /accountId/],
    [null, "InvalidEventError", /whole input/],
    [{ accountId: "123456789012" }, "AccountOutsideOrganizationError", /not in this organization, so nothing was done/],
  ])("%j", async (payload, errorType, errorMessage) => {
    const answer = await invoke(sandbox, "onboard-account", payload);

    expect(answer).toMatchObject({ errorType, errorMessage: expect.stringMatching(errorMessage) });
    expect(writes()).toEqual([]);
  });
});

describe("an event that cannot be handed over ends in the queue of undelivered events", () => {
  async function withTemplate(edit: (resources: Record<string, any>) => void) {
    await sandbox.close();
    sandbox = await startSandbox({
      packageFolder: stacks.standard.folder,
      editTemplate: (template: any) => {
        edit(template.Resources);
        return template;
      },
    });
  }

  test("when the rule may not invoke the function", async () => {
    await withTemplate((resources) => {
      delete resources["OnboardAccountEventBridgeLambdaPermission1"];
    });

    sandbox.bus.emit(createAccountResult(sandbox.greeting.accounts.production));
    await sandbox.idle();

    expect(messagesIn(sandbox, "UndeliveredEvents")).toHaveLength(1);
  });

  test("which it could not without the queue's policy", async () => {
    await withTemplate((resources) => {
      delete resources["OnboardAccountEventBridgeLambdaPermission1"];
      resources["UndeliveredEventsQueuePolicy"].Properties.PolicyDocument.Statement.shift();
    });

    sandbox.bus.emit(createAccountResult(sandbox.greeting.accounts.production));
    await sandbox.idle();

    expect(messagesIn(sandbox, "UndeliveredEvents")).toEqual([]);
  });
});

test("a role left half made, and one whose trust document is no JSON, are mended", async () => {
  const { production } = sandbox.greeting.accounts;
  await invoke(sandbox, "onboard-account", { accountId: production });
  const role = sandbox.world.accounts.get(production)!.roles.get("crossaccountreadonlyrole")!;
  role.attached.length = 0;
  role.trustPolicy = "no json";

  expect(await invoke(sandbox, "onboard-account", { accountId: production })).toMatchObject({ status: "repaired" });
  expect(await invoke(sandbox, "onboard-account", { accountId: production })).toEqual({
    accountId: production,
    status: "in-sync",
  });
});

test("accounts that are not to have the role are skipped, with the reason", async () => {
  const { suspended } = sandbox.greeting.accounts;

  expect(await invoke(sandbox, "onboard-account", { accountId: suspended })).toEqual({
    accountId: suspended,
    status: "skipped",
    reason: "suspended",
  });
});
