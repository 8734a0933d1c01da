import type { AwsClients } from "#shared/aws/clients.ts";
import { enterAccount } from "#shared/aws/enter-account.ts";
import type { Deployment } from "#shared/deployment.ts";
import { parentsOf } from "#shared/organization/parents.ts";
import { listAccounts } from "#shared/organization/read-organization.ts";
import { scopeOf } from "#shared/organization/scope.ts";
import type { Mode, Outcome } from "#shared/outcome.ts";
import { policyConflictRemedy } from "#shared/remedies.ts";
import { failed, unreachable } from "#shared/unfinished-outcomes.ts";
import { applySourceChanges } from "./apply.ts";
import { capacityOf, capacityRemedy } from "./capacity.ts";
import type { Finding, SourceChange } from "./change.ts";
import { type DesiredSource, desiredSource } from "./desired.ts";
import { accountsPerPolicy } from "./documents.ts";
import { haveDrift } from "./drift.ts";
import { findingsOf, isThere } from "./findings.ts";
import { planSource } from "./plan.ts";
import { type CurrentSource, readSource } from "./read.ts";
import { sourceSessionPolicy } from "./session-policy.ts";

type SourceOutcome = Outcome<SourceChange>;

/** What happened to the source policy, and what a person has to see to besides. */
export type SourcePolicyResult = SourceOutcome & { readonly findings: readonly Finding[] };

type Services = Pick<AwsClients, "organizations" | "sts" | "iam">;

/**
 * Brings the source policy in line: get into the source account, read, plan, apply. Run one at a time: two at once
 * would each see the other's shards half made. Never throws for what AWS answers; that is the outcome.
 */
export async function reconcileSourcePolicy(
  mode: Mode,
  deployment: Deployment,
  services: Services,
): Promise<SourcePolicyResult> {
  const applied: SourceChange[] = [];
  try {
    const { accountId } = deployment.config.source;
    const sessionPolicy = sourceSessionPolicy(deployment.config, deployment, mode);
    const entry = await enterAccount(accountId, sessionPolicy, deployment, services);
    if (entry.kind === "unreachable") {
      return { ...unreachable(accountId, entry.attempts, deployment), findings: [] };
    }
    const iam = services.iam(entry.credentials);
    const [current, accountIds] = await Promise.all([
      readSource(iam, deployment.config),
      accountsToList(deployment, services),
    ]);
    const desired = desiredSource(deployment, current, accountIds);
    const decision = decide(deployment, current, desired, mode);
    if (decision.kind === "apply") {
      await applySourceChanges(iam, { deployment, current, desired }, decision.changes, (change) =>
        applied.push(change),
      );
    }
    return { ...decision.outcome, findings: findingsOf(deployment, current) };
  } catch (error) {
    return { ...failed(error, applied), findings: [] };
  }
}

type Decision =
  | { readonly kind: "leave"; readonly outcome: SourceOutcome }
  | { readonly kind: "apply"; readonly outcome: SourceOutcome; readonly changes: readonly SourceChange[] };

function decide(deployment: Deployment, current: CurrentSource, desired: DesiredSource, mode: Mode): Decision {
  const { config, partition } = deployment;
  const policyName = config.source.policy.name;
  const capacity = capacityOf(current);
  if (capacity !== undefined && desired.documents.size > capacity.policies) {
    const remedy = capacityRemedy(capacity, desired.documents.size, accountsPerPolicy(config, { partition }), config);
    return { kind: "leave", outcome: { status: "conflict", reason: "capacity-exceeded", changes: [], remedy } };
  }
  const attachTo = current.principals.filter((state) => isThere(deployment, state)).map(({ principal }) => principal);
  const plan = planSource(current, desired, attachTo, { policyName, existingRole: config.existingRole });
  switch (plan.kind) {
    case "nothing":
      return { kind: "leave", outcome: { status: "in-sync" } };
    case "conflict": {
      const remedy = policyConflictRemedy(plan.reason, plan.policyName);
      return { kind: "leave", outcome: { status: "conflict", reason: plan.reason, changes: [], remedy } };
    }
    case "create":
    case "repair": {
      const { changes } = plan;
      if (mode === "plan") return { kind: "leave", outcome: { status: "planned", changes } };
      if (config.drift === "report" && haveDrift(changes, deployment)) {
        return { kind: "leave", outcome: { status: "drifted", changes } };
      }
      return { kind: "apply", changes, outcome: { status: plan.kind === "create" ? "created" : "repaired", changes } };
    }
  }
}

/** Ids of the accounts in scope; only scope `accounts` lists any. */
async function accountsToList(deployment: Deployment, { organizations }: Services): Promise<readonly string[]> {
  if (deployment.config.source.policy.scope !== "accounts") return [];
  const ids: string[] = [];
  const parents = parentsOf(organizations);
  for await (const account of listAccounts(organizations)) {
    const scope = await scopeOf(account, deployment, parents);
    if (scope.kind === "in-scope") ids.push(account.id);
  }
  return ids;
}
