import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidEventError } from "#events/invalid-event.ts";
import { parseListAccountsInput } from "#events/list-accounts-input.ts";
import { parseOnboardingInput } from "#events/onboarding-input.ts";
import { parseReconcileAccountsInput } from "#events/reconcile-accounts-input.ts";
import { parseReportRunInput } from "#events/report-run-input.ts";
import { parseSourceSyncInput } from "#events/source-sync-input.ts";
import { propertyRuns } from "../support/property-runs.ts";

function sample(name: string) {
  return JSON.parse(readFileSync(`events/${name}.json`, "utf8"));
}

const succeeded = sample("create-account-result.succeeded");

/** The sample of an account that joined, with parts of the detail replaced. */
function joined(more: Record<string, unknown>) {
  const event = sample("account-joined-organization");
  return { ...event, detail: { ...event.detail, ...more } };
}

/** The sample with one value in createAccountStatus changed. */
function withStatus(more: Record<string, unknown>) {
  const event = structuredClone(succeeded);
  Object.assign(event.detail.serviceEventDetails.createAccountStatus, more);
  return event;
}

describe("onboard-account takes", () => {
  test("the event of an account that was created", () => {
    expect(parseOnboardingInput(succeeded)).toEqual({
      kind: "account",
      accountId: "444455556666",
      by: "event",
      eventTime: new Date("2023-05-15T08:26:57Z"),
    });
  });

  test("the event of an account that could not be created, which has no id", () => {
    expect(parseOnboardingInput(sample("create-account-result.failed"))).toEqual({
      kind: "creation-failed",
      requestId: "car-examplecreateaccountrequestid111",
      failureReason: "EMAIL_ALREADY_EXISTS",
    });
  });

  test("an account id by hand", () => {
    expect(parseOnboardingInput(sample("manual-onboarding"))).toEqual({
      kind: "account",
      accountId: "444455556666",
      by: "hand",
    });
  });

  test.each([
    ["account-joined-organization", "2026-06-01T10:00:00Z"],
    ["move-account", "2026-01-18T21:45:00Z"],
    ["create-managed-account", "2018-08-30T21:42:18Z"],
    ["update-managed-account", "2018-08-30T21:42:18Z"],
  ])("the event in %s.json", (name, eventTime) => {
    expect(parseOnboardingInput(sample(name))).toEqual({
      kind: "account",
      accountId: "444455556666",
      by: "event",
      eventTime: new Date(eventTime),
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["in the details", { serviceEventDetails: { accountId: "444455556666", joinedMethod: "Created" } }],
    ["one level down", { serviceEventDetails: { joinedAccount: { accountId: "444455556666" } } }],
    ["in the request", { serviceEventDetails: undefined, requestParameters: { accountId: "444455556666" } }],
    ["in both, alike", { requestParameters: { accountId: "444455556666" } }],
  ])("the event of an account that joined, of any detail-type, its id standing %s", (_where, more) => {
    const event = sample("account-joined-organization");
    delete event.detail.requestParameters;
    Object.assign(event.detail, more);

    expect(parseOnboardingInput({ ...event, "detail-type": "AWS API Call via CloudTrail" })).toMatchObject({
      accountId: "444455556666",
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["no account id", { serviceEventDetails: { joinedMethod: "INVITED" } }],
    ["an id of 11 digits", { serviceEventDetails: { accountId: "44445555666" } }],
    ["an id that is a number", { serviceEventDetails: { accountId: 444455556666 } }],
    ["two ids", { requestParameters: { accountId: "777788889999" } }],
  ])("the event of an account that joined with %s, without guessing", (_what, more) => {
    expect(parseOnboardingInput(joined(more))).toEqual({
      kind: "unknown-account",
      eventId: sample("account-joined-organization").detail.eventID,
    });
  });

  test("an event with fields AWS adds some day, and any invokedBy", () => {
    const event = { ...withStatus({ govCloudAccountId: "555566667777" }), surprise: true };
    event.detail.userIdentity.invokedBy = "organizations.amazonaws.com";

    expect(parseOnboardingInput(event)).toMatchObject({ accountId: "444455556666" });
  });
});

describe("onboard-account refuses", () => {
  test.each<[string, unknown, RegExp]>([
    ["an id of 11 digits", withStatus({ accountId: "44445555666" }), /accountId: .*exactly 12 digits/],
    ["an id that is a number", withStatus({ accountId: 444455556666 }), /accountId: .*quotes/],
    ["an id with a letter", { accountId: "44445555666x" }, /accountId: .*exactly 12 digits/],
    ["success without an id", withStatus({ accountId: undefined }), /accountId/],
    ["an unknown state", withStatus({ state: "IN_PROGRESS" }), /state/],
    [
      "an event of another name",
      { ...succeeded, detail: { ...succeeded.detail, eventName: "CreateAccount" } },
      /eventName/,
    ],
    ["an event of another source", { ...succeeded, source: "custom.app" }, /source/],
    ["the detail alone", succeeded.detail, /accountId/],
    ["a detail that is text", { ...succeeded, detail: "CreateAccountResult" }, /detail/],
    [
      "an event named as no schema but as something in JavaScript",
      { ...succeeded, detail: { ...succeeded.detail, eventName: "constructor" } },
      /eventName: is none/,
    ],
    [
      "a move that failed",
      { ...sample("move-account"), detail: { ...sample("move-account").detail, errorCode: "AccessDenied" } },
      /errorCode: a call that failed/,
    ],
    [
      "a managed account whose status has the other's key",
      {
        ...sample("create-managed-account"),
        detail: { ...sample("update-managed-account").detail, eventName: "CreateManagedAccount" },
      },
      /createManagedAccountStatus/,
    ],
    [
      "an invitation, which comes before the account joins",
      {
        ...sample("move-account"),
        detail: { ...sample("move-account").detail, eventName: "InviteAccountToOrganization" },
      },
      /eventName: is none/,
    ],
    ["nothing", null, /whole input/],
    ["text", "444455556666", /whole input/],
    ["a list", [], /whole input/],
    ["a second key by hand", { accountId: "444455556666", mode: "plan" }, /whole input/],
  ])("%s, saying where", (_name, input, message) => {
    expect(() => parseOnboardingInput(input)).toThrow(InvalidEventError);
    expect(() => parseOnboardingInput(input)).toThrow(message);
  });
});

describe("sync-source-policy takes", () => {
  test.each([
    [{}, { by: "hand", mode: "apply" }],
    [sample("manual-source-sync"), { by: "hand", mode: "plan" }],
    [
      { runId: "run-1", mode: "plan" },
      { by: "run", mode: "plan" },
    ],
    [sample("onboarding-destination"), { by: "event", mode: "apply" }],
    [sample("account-departed-organization"), { by: "event", mode: "apply" }],
    [sample("remove-account-from-organization"), { by: "event", mode: "apply" }],
    [sample("close-account-result"), { by: "event", mode: "apply" }],
  ])("%j", (input, expected) => {
    expect(parseSourceSyncInput(input)).toEqual(expected);
  });

  test.each([null, "x", { mode: "destroy" }, { accountId: "444455556666" }, succeeded])("but not %j", (input) => {
    expect(() => parseSourceSyncInput(input)).toThrow(InvalidEventError);
  });
});

describe("list-accounts takes", () => {
  const run = { id: "run-1", startedAt: "2026-11-24T03:00:00.000Z" };

  test.each([
    ["everything", { mode: "apply" }],
    ["plan", { mode: "plan" }],
    ["selection", { mode: "apply", accounts: ["222222222222"], organizationalUnits: ["ou-fake-workload"] }],
    ["retry", { mode: "apply", retryFailedOf: "5f0c1e6a-2c55-4d6b-9c0e-0f6c2d6f8a11" }],
  ])("the sample %s", (name, input) => {
    expect(parseListAccountsInput({ run, input: sample(`run-input.${name}`) })).toEqual({ run, input });
  });

  test.each<[unknown, RegExp]>([
    [{ mode: "destroy" }, /input\.mode: must be apply or plan/],
    [{ accounts: ["1"] }, /input\.accounts\.0: .*exactly 12 digits/],
    [{ accounts: [222222222222] }, /input\.accounts\.0: is a number/],
    [{ accounts: "222222222222" }, /input\.accounts: must be a list/],
    [{ accounts: [] }, /input\.accounts: lists nothing/],
    [{ organizationalUnits: ["Workloads"] }, /input\.organizationalUnits\.0: must be the id/],
    [{ organizationalUnits: [] }, /input\.organizationalUnits: lists nothing/],
    [{ retryFailedOf: "a/../b" }, /input\.retryFailedOf: must be the id of a run/],
    [{ retryFailedOf: "run-0", accounts: ["222222222222"] }, /input\.retryFailedOf: says which accounts already/],
    [{ surprise: 1 }, /input: .*surprise/],
    [[], /input: /],
  ])("but not %j, saying where", (input, message) => {
    expect(() => parseListAccountsInput({ run, input })).toThrow(InvalidEventError);
    expect(() => parseListAccountsInput({ run, input })).toThrow(message);
  });

  test("nor an execution whose name could not stand in a key", () => {
    expect(() => parseListAccountsInput({ run: { ...run, id: "a b" }, input: {} })).toThrow(/run\.id: /);
  });
});

describe("the later states of a run take", () => {
  test("what the state machine hands them", () => {
    const sourcePolicy = { status: "in-sync", findings: [] };

    expect(parseReconcileAccountsInput({ runId: "run-1", page: 1 })).toEqual({ runId: "run-1", page: 1 });
    expect(parseReportRunInput({ runId: "run-1", pages: [{ page: 1, totals: {} }], sourcePolicy })).toMatchObject({
      sourcePolicy: { kind: "said", said: sourcePolicy },
    });
    expect(parseReportRunInput({ runId: "run-1", pages: [], sourcePolicy: { error: "X" } })).toMatchObject({
      sourcePolicy: { kind: "not-attempted", code: "X" },
    });
  });

  test.each([{}, { runId: "run-1" }, { runId: "../x", page: 1 }, { runId: "run-1", page: 0 }, null])(
    "but reconcile-accounts not %j",
    (input) => {
      expect(() => parseReconcileAccountsInput(input)).toThrow(InvalidEventError);
    },
  );

  test.each([{}, { runId: "run-1", pages: [{}], sourcePolicy: { error: "X" } }, null])(
    "but report-run not %j",
    (input) => {
      expect(() => parseReportRunInput(input)).toThrow(InvalidEventError);
    },
  );
});

test("whatever arrives is understood or refused by type, and never with another id than it holds", () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record({ accountId: fc.anything() }),
    fc.anything().map((status) => withStatus({ accountId: status })),
    fc.anything().map((detail) => ({ ...succeeded, detail })),
  );
  fc.assert(
    fc.property(anything, (input) => {
      try {
        const parsed = parseOnboardingInput(input);
        if (parsed.kind === "account") expect(parsed.accountId).toMatch(/^\d{12}$/);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidEventError);
      }
    }),
    { numRuns: propertyRuns(2000) },
  );
});
