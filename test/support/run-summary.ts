import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type AccountOutcome, type AccountResult, noTotals } from "#shared/run/account-result.ts";
import type { RunSummary } from "#shared/run/report-run.ts";

const { accounts, organizationId } = fakeOrganization;

/** What happened to the account Staging in a run; everything as it should be unless said otherwise. */
export function accountResult(outcome: AccountOutcome = { status: "in-sync" }): AccountResult {
  const organizationalUnits = [{ id: fakeOrganization.units.workloads, name: "Workloads" }];
  return { accountId: accounts.staging, name: "Staging", organizationalUnits, ...outcome };
}

/** A run after which nobody has to act, unless said otherwise. */
export function runSummary(more: Partial<RunSummary> = {}): RunSummary {
  return {
    run: {
      id: "run-1",
      mode: "apply",
      selection: "organization",
      startedAt: "2026-11-24T03:00:00.000Z",
      endedAt: "2026-11-24T03:01:00.000Z",
    },
    deployment: {
      stage: "prod",
      partition: "aws",
      organizationId,
      managementAccountId: accounts.management,
      sourceAccountId: accounts.source,
      roleName: "CrossAccountReadOnlyRole",
      rolePath: "/",
    },
    accounts: 9,
    totals: { ...noTotals, "in-sync": 9 },
    needPerson: [],
    sourcePolicy: { status: "in-sync", findings: [] },
    timesToRole: [],
    report: "s3://bucket/runs/run-1/report.json",
    ...more,
  };
}
