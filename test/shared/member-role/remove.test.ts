import { describe, expect, test } from "vitest";
import { limitExceeded } from "#sandbox/aws-error.ts";
import { isWrite } from "#sandbox/http/request-log.ts";
import { type RemovalOutcome, removeMemberRole } from "#shared/member-role/remove.ts";
import type { Mode } from "#shared/outcome.ts";
import { deploymentOf } from "../../support/deployment.ts";
import {
  accounts,
  aws,
  callsOf,
  RoleName,
  readOnlyAccess,
  reconcile,
  roleIn,
  sandbox,
  withSandboxPerTest,
} from "../../support/member-role.ts";

withSandboxPerTest();

function remove(accountId: string, mode: Mode = "apply"): Promise<RemovalOutcome> {
  return removeMemberRole(accountId, mode, deploymentOf(), aws());
}

const why = "the role is to be removed";
const detach = { kind: "detach-managed-policy", before: readOnlyAccess, after: undefined, why };
const drop = { kind: "delete-role", before: RoleName, after: undefined, why };

describe("an account that is to have no member role", () => {
  test("loses the role with all that is attached to it, what was put there by hand as well", async () => {
    await reconcile(accounts.production);
    const extra = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
    roleIn(accounts.production).inline.set("Extra", JSON.stringify(extra));

    expect(await remove(accounts.production)).toEqual({
      status: "removed",
      changes: [
        detach,
        { kind: "delete-inline-policy", policyName: "Extra", before: extra, after: undefined, why },
        drop,
      ],
    });

    expect(() => roleIn(accounts.production)).toThrow("no role");
    expect(await remove(accounts.production)).toEqual({ status: "absent" });
  });

  test("is told what would go, and keeps it, where it is only planned, in a session that could not write", async () => {
    await reconcile(accounts.production);
    const before = new Set(sandbox().world.credentials.keys());

    const calls = await callsOf(async () => {
      expect(await remove(accounts.production, "plan")).toEqual({ status: "planned", changes: [detach, drop] });
    });

    expect(calls.filter(isWrite)).toEqual([]);
    const sessions = [...sandbox().world.credentials].filter(([id]) => !before.has(id)).map(([, session]) => session);
    expect(sessions).toHaveLength(1);
    expect("sessionPolicy" in sessions[0]! && sessions[0].sessionPolicy).not.toContain("Delete");
  });

  test("keeps a role that is not ours, with what to do", async () => {
    expect(await remove(accounts.foreignRole)).toEqual({
      status: "conflict",
      reason: "not-ours",
      remedy: expect.stringContaining(`${RoleName} in account ${accounts.foreignRole}`),
    });
    expect(roleIn(accounts.foreignRole).name).toBe(RoleName);
  });

  test("keeps a role of another stage", async () => {
    await reconcile(accounts.production);

    const outcome = await removeMemberRole(accounts.production, "apply", deploymentOf({}, { stage: "audit" }), aws());

    expect(outcome).toMatchObject({ status: "conflict", reason: "not-ours" });
  });

  test("is unreachable without an access role", async () => {
    expect(await remove(accounts.invited)).toMatchObject({
      status: "unreachable",
      attempts: [{ accessRole: "OrganizationAccountAccessRole" }, { accessRole: "AWSControlTowerExecution" }],
    });
  });

  test("has failed where AWS refuses, with what was done before", async () => {
    await reconcile(accounts.production);
    sandbox().setFaults(({ action }) =>
      action === "DeleteRole" ? { kind: "answer", error: limitExceeded("Cannot exceed quota.") } : undefined,
    );

    expect(await remove(accounts.production)).toMatchObject({
      status: "failed",
      code: "LimitExceededException",
      retryable: false,
      applied: [detach],
    });
  });
});
