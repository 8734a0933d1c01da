import { describe, expect, test } from "vitest";
import type { OnboardingInput } from "#events/onboarding-input.ts";
import type { RoleOutcome } from "#shared/member-role/reconcile.ts";
import { handleOnboarding, type OnboardingResult } from "#shared/onboarding/handle-onboarding.ts";

const accountId = "222222222222";
const eventTime = new Date("2026-11-24T03:00:00.000Z");
const byEvent: OnboardingInput = { kind: "account", accountId, by: "event", eventTime };
const byHand: OnboardingInput = { kind: "account", accountId, by: "hand" };

const created: RoleOutcome = { status: "created", changes: [] };
const unreachable: RoleOutcome = {
  status: "unreachable",
  reason: "no-access-role-answered",
  attempts: [],
  remedy: "Create it.",
};
const failed: RoleOutcome = {
  status: "failed",
  code: "AccessDenied",
  message: "denied",
  retryable: false,
  applied: [],
  remedy: "Allow it.",
};

/** Handles an input; what was done is noted, also where it throws. */
function handling(input: OnboardingInput, outcome: RoleOutcome = created) {
  const onboarded: string[] = [];
  const reported: OnboardingResult[] = [];
  const times: number[] = [];
  const runs: string[] = [];
  const done = { onboarded, reported, times, runs };
  const answer = handleOnboarding(input, {
    onboard: async (id) => {
      done.onboarded.push(id);
      return outcome;
    },
    startRun: async (eventId) => {
      done.runs.push(eventId);
      return `joined-${eventId}`;
    },
    report: (result) => done.reported.push(result),
    recordTimeToRole: (time) => done.times.push(time),
    now: () => eventTime.getTime() + 5000,
  });
  return { answer, done };
}

describe("an account that an event tells of", () => {
  test("is onboarded, reported, and the time since the event recorded", async () => {
    const { answer, done } = handling(byEvent);

    const result = { accountId, status: "created", changes: [] };
    expect(await answer).toEqual(result);
    expect(done).toEqual({ onboarded: [accountId], reported: [result], times: [5000], runs: [] });
  });

  test("that has its role already tells nothing of the time it takes", async () => {
    const { answer, done } = handling(byEvent, { status: "in-sync" });

    expect(await answer).toEqual({ accountId, status: "in-sync" });
    expect(done.times).toEqual([]);
  });

  test.each([
    [unreachable, "account 222222222222 unreachable (no-access-role-answered). Create it.", "no-access-role-answered"],
    [failed, "account 222222222222 failed (AccessDenied: denied). Allow it.", "AccessDenied"],
  ])("that is not done is reported and thrown, so that the event is kept: %j", async (outcome, message, code) => {
    const { answer, done } = handling(byEvent, outcome);

    await expect(answer).rejects.toMatchObject({
      name: "UnfinishedError",
      message,
      code,
      retryable: outcome.status === "unreachable",
    });
    expect(done.reported).toEqual([{ accountId, ...outcome }]);
    expect(done.times).toEqual([]);
  });
});

test.each([created, unreachable, failed])("whoever asks by hand gets the outcome itself: %j", async (outcome) => {
  const { answer, done } = handling(byHand, outcome);

  expect(await answer).toEqual({ accountId, ...outcome });
  expect(done.reported).toEqual([{ accountId, ...outcome }]);
  expect(done.times).toEqual([]);
});

test("a run finds the account that an event does not name", async () => {
  const { answer, done } = handling({ kind: "unknown-account", eventId: "event-1" });

  const result = { status: "run-started", runId: "joined-event-1" };
  expect(await answer).toEqual(result);
  expect(done).toEqual({ onboarded: [], reported: [result], times: [], runs: ["event-1"] });
});

test("an account that was not created is only reported", async () => {
  const { answer, done } = handling({
    kind: "creation-failed",
    requestId: "car-1",
    failureReason: "EMAIL_ALREADY_EXISTS",
  });

  const result = { status: "creation-failed", requestId: "car-1", failureReason: "EMAIL_ALREADY_EXISTS" };
  expect(await answer).toEqual(result);
  expect(done).toEqual({ onboarded: [], reported: [result], times: [], runs: [] });
});
