import { describe, expect, test } from "vitest";
import { notificationOf } from "#shared/run/notification.ts";
import type { RunSummary } from "#shared/run/report-run.ts";
import { accountResult, runSummary } from "../../support/run-summary.ts";

const stateMachineArn = "arn:aws:states:us-east-1:999999999999:stateMachine:assumable-prod-run";
const conflict = accountResult({
  status: "conflict",
  reason: "unmanaged-role-differs",
  changes: [],
  remedy: "Rename it.",
});
const finding = { kind: "missing-principal", principal: "role/CloudQuery", remedy: "Create it." };

function notify(more: Partial<RunSummary>) {
  return notificationOf(runSummary(more), stateMachineArn);
}

describe("nobody is told", () => {
  test("where nobody has to act", () => {
    expect(notify({})).toBeUndefined();
  });

  test("after a plan, which somebody is looking at", () => {
    expect(notify({ run: { ...runSummary().run, mode: "plan" }, needPerson: [conflict] })).toBeUndefined();
  });

  test("of a source policy that failed and is tried again", () => {
    expect(notify({ sourcePolicy: { status: "failed", retryable: true, findings: [] } })).toBeUndefined();
  });
});

describe("people are told", () => {
  test("all of it in one message", () => {
    const sourcePolicy = { status: "conflict", findings: [finding, { ...finding, principal: "role/Other" }] };

    expect(notify({ needPerson: [conflict], sourcePolicy })).toEqual({
      subject: "assumable prod: 1 account and the source policy need a person",
      message: [
        "1 account and the source policy need a person, after run run-1 of role CrossAccountReadOnlyRole",
        "over 9 accounts of organization o-fakeorg0001, ended 2026-11-24T03:01:00.000Z.",
        "",
        "conflict      333333333333 Staging (Root/Workloads): unmanaged-role-differs",
        "source policy conflict, role/CloudQuery: missing-principal, role/Other: missing-principal",
        "",
        "The report says for each of them what to do:",
        "aws s3 cp s3://bucket/runs/run-1/report.json -",
        "",
        "When that is done, have them taken up again, or wait for the next scheduled run:",
        `aws stepfunctions start-execution --state-machine-arn ${stateMachineArn} --input '{"retryFailedOf":"run-1"}'`,
      ].join("\n"),
    });
  });

  test("which account needs them, where it is, where the report is, and how to go on", () => {
    const notification = notify({ needPerson: [conflict] });

    expect(notification?.subject).toBe("assumable prod: 1 account needs a person");
    expect(notification?.message).toContain(
      "conflict      333333333333 Staging (Root/Workloads): unmanaged-role-differs",
    );
    expect(notification?.message).toContain("aws s3 cp s3://bucket/runs/run-1/report.json -");
    expect(notification?.message).toContain(`--state-machine-arn ${stateMachineArn}`);
    expect(notification?.message).toContain(`--input '{"retryFailedOf":"run-1"}'`);
  });

  test("of each kind of trouble by its cause", () => {
    const needPerson = [
      accountResult({ status: "unreachable", reason: "no-access-role-answered", attempts: [], remedy: "" }),
      accountResult({ status: "failed", code: "AccessDenied", message: "", retryable: false, applied: [], remedy: "" }),
      accountResult({ status: "not-attempted", reason: "page-failed", code: "Runtime.ExitError", remedy: "" }),
      accountResult({ status: "drifted", changes: [] }),
    ];

    const message = notify({ needPerson })?.message ?? "";

    for (const cause of ["no-access-role-answered", "AccessDenied", "page-failed", "differs from what is configured"]) {
      expect(message).toContain(`: ${cause}\n`);
    }
  });

  test("of twenty accounts without a word on further ones", () => {
    const notification = notify({ needPerson: Array.from({ length: 20 }, () => conflict) });

    expect(notification?.message.match(/^conflict /gm)).toHaveLength(20);
    expect(notification?.message).not.toContain("more");
    // Two lines of heading, two of where the report is, two of how to go on, a blank one before each.
    expect(notification?.message.split("\n")).toHaveLength(2 + 1 + 20 + 1 + 2 + 1 + 2);
  });

  test("of twenty accounts one by one, and of the rest by their number", () => {
    const notification = notify({ needPerson: Array.from({ length: 25 }, () => conflict) });

    expect(notification?.subject).toBe("assumable prod: 25 accounts need a person");
    expect(notification?.message.match(/^conflict /gm)).toHaveLength(20);
    expect(notification?.message).toContain("and 5 more");
  });

  test.each([
    ["in conflict", { status: "conflict", findings: [] }, "source policy conflict"],
    ["not attempted", { status: "not-attempted", findings: [] }, "source policy not-attempted"],
    ["whose principal is missing", { status: "in-sync", findings: [finding] }, "role/CloudQuery: missing-principal"],
  ])("of a source policy %s", (_what, sourcePolicy, line) => {
    const notification = notify({ sourcePolicy });

    expect(notification?.subject).toBe("assumable prod: the source policy needs a person");
    expect(notification?.message).toContain(line);
  });

  test("of accounts and source policy in one message, its subject short enough for a long stage", () => {
    const { deployment } = runSummary();
    const stage = "a-stage-with-a-name-longer-than-anybody-would-ever-give-it-but-still-allowed-by-the-framework";
    const sourcePolicy = { status: "conflict", findings: [] };

    const notification = notify({ needPerson: [conflict], sourcePolicy, deployment: { ...deployment, stage } });

    expect(notification?.subject.length).toBeLessThanOrEqual(100);
    expect(notification?.message).toMatch(/^1 account and the source policy need a person/);
  });
});
