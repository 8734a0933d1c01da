import type { AwsClients } from "#shared/aws/clients.ts";
import { enterAccount } from "#shared/aws/enter-account.ts";
import { ownershipTagKey } from "#shared/config/schema.ts";
import { type Deployment, owner } from "#shared/deployment.ts";
import type { Mode, Outcome } from "#shared/outcome.ts";
import { failed, unreachable } from "#shared/unfinished-outcomes.ts";
import { applySourceChanges } from "./apply.ts";
import type { SourceChange } from "./change.ts";
import type { DesiredSource } from "./desired.ts";
import { planSource } from "./plan.ts";
import { readSource } from "./read.ts";
import { sourceSessionPolicy } from "./session-policy.ts";

/** What happened to the source policy that is to be no more. */
export type SourceRemovalOutcome =
  | { readonly status: "absent" }
  | { readonly status: "removed" | "planned"; readonly changes: readonly SourceChange[] }
  | Extract<Outcome<SourceChange>, { status: "unreachable" | "failed" }>;

/** Takes the source policy and its shards out of the source account, those that carry our tag. Never throws for what AWS answers. */
export async function removeSourcePolicy(
  mode: Mode,
  deployment: Deployment,
  services: Pick<AwsClients, "sts" | "iam">,
): Promise<SourceRemovalOutcome> {
  const applied: SourceChange[] = [];
  try {
    const { accountId, policy } = deployment.config.source;
    const entry = await enterAccount(
      accountId,
      sourceSessionPolicy(deployment.config, deployment, mode),
      deployment,
      services,
    );
    if (entry.kind === "unreachable") return unreachable(accountId, entry.attempts, deployment);
    const iam = services.iam(entry.credentials);
    const current = await readSource(iam, deployment.config);
    const desired: DesiredSource = { documents: new Map(), tags: { [ownershipTagKey]: owner(deployment.stage) } };
    const plan = planSource(current, desired, [], { policyName: policy.name, existingRole: "refuse" });
    if (plan.kind === "nothing" || plan.kind === "conflict") return { status: "absent" };
    const changes = plan.changes.map((change): SourceChange => ({ ...change, why: "the policy is to be removed" }));
    if (mode === "plan") return { status: "planned", changes };
    await applySourceChanges(iam, { deployment, current, desired }, changes, (change) => applied.push(change));
    return { status: "removed", changes };
  } catch (error) {
    return failed(error, applied);
  }
}
