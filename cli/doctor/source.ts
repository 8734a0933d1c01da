import { enterAccount } from "#shared/aws/enter-account.ts";
import { unreachableRemedy } from "#shared/remedies.ts";
import { capacityOf, capacityRemedy } from "#shared/source-policy/capacity.ts";
import { accountsPerPolicy } from "#shared/source-policy/documents.ts";
import { findingsOf } from "#shared/source-policy/findings.ts";
import { type CurrentSource, readSource } from "#shared/source-policy/read.ts";
import { sourceSessionPolicy } from "#shared/source-policy/session-policy.ts";
import type { Connection } from "../connect.ts";
import type { DoctorFinding } from "./finding.ts";

/** Share of the capacity from which on it is worth a thought. */
const nearlyFull = 0.8;

/** The source account: principals that are not there or cannot be attached to, and room for more accounts. */
export async function sourceFindings(
  accountsInScope: number,
  { aws, deployment }: Connection,
): Promise<readonly DoctorFinding[]> {
  const { accountId } = deployment.config.source;
  const sessionPolicy = sourceSessionPolicy(deployment.config, deployment, "plan");
  const entry = await enterAccount(accountId, sessionPolicy, deployment, aws);
  if (entry.kind === "unreachable") {
    const what = `No access role of the source account ${accountId} answers.`;
    return [{ check: "source-principals", status: "problem", what, remedy: unreachableRemedy(accountId, deployment) }];
  }
  const current = await readSource(aws.iam(entry.credentials), deployment.config);
  return [...principalFindings(current, deployment), capacityFinding(current, accountsInScope, deployment)];
}

function principalFindings(current: CurrentSource, deployment: Connection["deployment"]): readonly DoctorFinding[] {
  const found = findingsOf(deployment, current);
  if (found.length === 0) {
    const what = `Every source principal is in account ${deployment.config.source.accountId}.`;
    return [{ check: "source-principals", status: "ok", what }];
  }
  return found.map(({ kind, principal, remedy }): DoctorFinding => {
    const status = kind === "missing-principal" ? "problem" : "warning";
    const what =
      kind === "missing-principal" ? `${principal} is not there.` : `${principal} has not got the source policy.`;
    return { check: "source-principals", status, what, remedy };
  });
}

function capacityFinding(
  current: CurrentSource,
  accounts: number,
  { config, partition }: Connection["deployment"],
): DoctorFinding {
  const check = "policy-capacity";
  const capacity = capacityOf(current);
  if (capacity === undefined) {
    return { check, status: "ok", what: "One policy serves any number of accounts." };
  }
  const perPolicy = accountsPerPolicy(config, { partition });
  const room = capacity.policies * perPolicy;
  const what = `${accounts} accounts in scope; ${capacity.principal} has room for ${room}.`;
  if (accounts <= room * nearlyFull) return { check, status: "ok", what };
  const remedy = capacityRemedy(capacity, Math.ceil(accounts / perPolicy), perPolicy, config);
  return { check, status: accounts > room ? "problem" : "warning", what, remedy };
}
