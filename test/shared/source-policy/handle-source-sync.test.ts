import { describe, expect, test } from "vitest";
import type { SourceSyncInput } from "#events/source-sync-input.ts";
import type { SourceChange } from "#shared/source-policy/change.ts";
import { organizationDocument } from "#shared/source-policy/documents.ts";
import { handleSourceSync } from "#shared/source-policy/handle-source-sync.ts";
import type { SourcePolicyResult } from "#shared/source-policy/reconcile.ts";
import { configOf } from "../../support/deployment.ts";

const document = organizationDocument(configOf(), { partition: "aws", organizationId: "o-fakeorg0001" });
const summary = { kind: "create-policy", policyName: "P", why: "the policy does not exist" } as const;
const change: SourceChange = { ...summary, before: undefined, after: document };
const findings = [{ kind: "missing-principal", principal: "role/CloudQuery", remedy: "Create it." } as const];

const repaired: SourcePolicyResult = { status: "repaired", changes: [change], findings };
const unreachable: SourcePolicyResult = {
  status: "unreachable",
  reason: "no-access-role-answered",
  attempts: [],
  remedy: "Create it.",
  findings: [],
};
const failed: SourcePolicyResult = {
  status: "failed",
  code: "Throttling",
  message: "Rate exceeded",
  retryable: true,
  applied: [change],
  remedy: "Wait.",
  findings: [],
};

async function handle(by: SourceSyncInput["by"], result: SourcePolicyResult, mode: SourceSyncInput["mode"] = "apply") {
  const modes: string[] = [];
  const reported: SourcePolicyResult[] = [];
  const services = {
    reconcile: async (asked: SourceSyncInput["mode"]) => {
      modes.push(asked);
      return result;
    },
    report: (one: SourcePolicyResult) => reported.push(one),
  };
  const answer = await handleSourceSync({ by, mode }, services).catch((error: unknown) => ({ thrown: error }));
  expect(reported).toEqual([result]);
  expect(modes).toEqual([mode]);
  return answer;
}

describe("by hand", () => {
  test.each([repaired, unreachable, failed])("the outcome is returned as it is: $status", async (result) => {
    expect(await handle("hand", result, "plan")).toBe(result);
  });
});

describe("after an event", () => {
  test("the outcome is returned where the work was done", async () => {
    expect(await handle("event", repaired)).toBe(repaired);
  });

  test.each([
    [unreachable, "the source policy unreachable (no-access-role-answered). Create it."],
    [failed, "the source policy failed (Throttling: Rate exceeded). Wait."],
  ])("what was not done is thrown, so that the event is kept: $status", async (result, message) => {
    expect(await handle("event", result)).toEqual({
      thrown: expect.objectContaining({ name: "UnfinishedError", message, retryable: true }),
    });
  });
});

describe("for a run", () => {
  test.each<SourcePolicyResult>([
    repaired,
    { status: "created", changes: [change], findings },
    { status: "planned", changes: [change], findings: [] },
    { status: "drifted", changes: [change], findings: [] },
    { status: "conflict", reason: "unmanaged-policy-differs", changes: [change], remedy: "Rename it.", findings: [] },
  ])("documents stay out of the outcome: $status", async (result) => {
    expect(await handle("run", result)).toEqual({ ...result, changes: [summary] });
  });

  test("and out of what was done before it failed, which is no error of the run", async () => {
    expect(await handle("run", failed)).toEqual({ ...failed, applied: [summary] });
  });

  test.each<SourcePolicyResult>([
    { status: "in-sync", findings },
    { status: "skipped", reason: "closed", findings },
    unreachable,
  ])("an outcome without documents is returned as it is: $status", async (result) => {
    expect(await handle("run", result)).toEqual(result);
  });
});
