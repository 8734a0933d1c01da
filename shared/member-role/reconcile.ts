import { setTimeout } from "node:timers/promises";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { AwsClients } from "#shared/aws/clients.ts";
import { enterAccount } from "#shared/aws/enter-account.ts";
import { isAwsError } from "#shared/aws/errors.ts";
import type { Deployment } from "#shared/deployment.ts";
import type { Mode, Outcome } from "#shared/outcome.ts";
import { roleConflictRemedy } from "#shared/remedies.ts";
import { failed, unreachable } from "#shared/unfinished-outcomes.ts";
import { applyRoleChanges } from "./apply.ts";
import type { RoleChange } from "./change.ts";
import { type DesiredRole, desiredRole } from "./desired.ts";
import { planRole, type RolePlan } from "./plan.ts";
import { readRole } from "./read.ts";
import { memberSessionPolicy } from "./session-policy.ts";

export type RoleOutcome = Outcome<RoleChange>;

interface Services extends Pick<AwsClients, "sts" | "iam"> {
  /** Waits so many milliseconds; in real time where it is not given. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * Brings the member role of one account in line: get in, read, plan, apply. The account must be known to be in the
 * organization and in scope. Never throws for what AWS answers; that is the outcome.
 */
export async function reconcileMemberRole(
  accountId: string,
  mode: Mode,
  deployment: Deployment,
  services: Services,
): Promise<RoleOutcome> {
  const applied: RoleChange[] = [];
  try {
    const sessionPolicy = memberSessionPolicy(deployment.config, { partition: deployment.partition, accountId }, mode);
    const entry = await enterAccount(accountId, sessionPolicy, deployment, services);
    if (entry.kind === "unreachable") return unreachable(accountId, entry.attempts, deployment);
    const desired = desiredRole(deployment, accountId);
    const iam = services.iam(entry.credentials);
    const { sleep = setTimeout } = services;
    return await readPlanApply({ iam, desired, mode, deployment, accountId, applied, sleep });
  } catch (error) {
    return failed(error, applied);
  }
}

interface Work {
  readonly iam: IAMClient;
  readonly desired: DesiredRole;
  readonly mode: Mode;
  readonly deployment: Deployment;
  readonly accountId: string;
  readonly applied: RoleChange[];
  readonly sleep: NonNullable<Services["sleep"]>;
}

async function readPlanApply(work: Work): Promise<RoleOutcome> {
  try {
    return await actOn(await readAndPlan(work), work);
  } catch (error) {
    if (!isAwsError(error, "EntityAlreadyExistsException")) throw error;
    return lookAgain(work);
  }
}

/**
 * Milliseconds before each further look for a role that is said to be there: what another copy of us has just created may
 * not be seen yet. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html (eventual consistency)
 */
const waitsForOthersRole = [0, 1000, 2000, 4000];

/** Somebody else, perhaps another copy of us, created the role between our read and our write. */
async function lookAgain(work: Work): Promise<RoleOutcome> {
  for (const wait of waitsForOthersRole) {
    await work.sleep(wait);
    const plan = await readAndPlan(work);
    if (plan.kind !== "create") return actOn(plan, work);
  }
  // A role that cannot be created and is not there to be read has the name in other letter case, which is taken.
  return conflict({ reason: "different-case", changes: [] }, work);
}

async function readAndPlan({ iam, desired, deployment }: Work): Promise<RolePlan> {
  return planRole(await readRole(iam, desired), desired, deployment.config.existingRole);
}

async function actOn(plan: RolePlan, work: Work): Promise<RoleOutcome> {
  switch (plan.kind) {
    case "nothing":
      return { status: "in-sync" };
    case "conflict":
      return conflict(plan, work);
    case "create":
    case "repair":
      if (work.mode === "plan") return { status: "planned", changes: plan.changes };
      // A role that is missing is created in either mode: `drift` is about roles that were changed.
      if (plan.kind === "repair" && work.deployment.config.drift === "report") {
        return { status: "drifted", changes: plan.changes };
      }
      await applyRoleChanges(work.iam, work.desired, plan.changes, (change) => work.applied.push(change));
      return { status: plan.kind === "create" ? "created" : "repaired", changes: work.applied };
  }
}

function conflict({ reason, changes }: Omit<Extract<RolePlan, { kind: "conflict" }>, "kind">, work: Work): RoleOutcome {
  return { status: "conflict", reason, changes, remedy: roleConflictRemedy(reason, work.desired.name, work.accountId) };
}
