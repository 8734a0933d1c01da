import pMap from "p-map";
import { isDeniedByServiceControlPolicy } from "#shared/aws/errors.ts";
import { type RoleOutcome, reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { deadPrincipals } from "#shared/policy-document/dead-principals.ts";
import type { Connection } from "../connect.ts";
import type { CheckName, DoctorFinding } from "./finding.ts";

/** An account that was looked into, by reads alone. */
interface Sampled {
  readonly accountId: string;
  readonly outcome: RoleOutcome;
}

/** Ids spread evenly over the list; the same for the same list. */
export function sampleOf(accountIds: readonly string[], size: number): readonly string[] {
  const step = Math.max(1, accountIds.length / size);
  const count = Math.min(size, accountIds.length);
  return Array.from({ length: count }, (_, index) => accountIds[Math.floor(index * step)] ?? "");
}

/** Plans the member role in each account, and tells what stands in the way. */
export async function sampledFindings(
  accountIds: readonly string[],
  { aws, deployment }: Connection,
): Promise<readonly DoctorFinding[]> {
  const sampled = await pMap(
    accountIds,
    async (accountId): Promise<Sampled> => ({
      accountId,
      outcome: await reconcileMemberRole(accountId, "plan", deployment, aws),
    }),
    { concurrency: deployment.config.concurrency },
  );
  const of = sampled.length;
  const unreachable = sampled.filter(({ outcome }) => outcome.status === "unreachable");
  const denied = sampled.filter(({ outcome }) => isDenied(outcome));
  const stale = sampled.filter(({ outcome }) => hasDeadPrincipals(outcome));
  return [
    counted("access-roles", unreachable, of, "No access role answers", "An access role answers"),
    ...sampled.flatMap(unknownFinding),
    counted(
      "service-control-policies",
      denied,
      of,
      "A service control policy denies what is needed",
      "No service control policy denies what is needed",
    ),
    counted(
      "stale-principals",
      stale,
      of,
      "The role trusts a deleted principal, which nobody is any more,",
      "No role trusts a deleted principal",
    ),
  ];
}

function counted(check: CheckName, bad: readonly Sampled[], of: number, isBad: string, isGood: string): DoctorFinding {
  const [first] = bad;
  if (first === undefined) return { check, status: "ok", what: `${isGood} in the accounts looked into (${of}).` };
  const ids = bad.map(({ accountId }) => accountId).join(", ");
  return {
    check,
    status: "problem",
    what: `${isBad} in ${bad.length} of ${of} accounts looked into: ${ids}.`,
    remedy: "remedy" in first.outcome ? first.outcome.remedy : "assumable apply puts it right.",
  };
}

/** Of an account that failed for another reason than those that have a check of their own. */
function unknownFinding({ accountId, outcome }: Sampled): readonly DoctorFinding[] {
  if (outcome.status !== "failed" || isDenied(outcome)) return [];
  const what = `Account ${accountId}: ${outcome.code}: ${outcome.message}`;
  return [{ check: "access-roles", status: "unknown", what }];
}

function isDenied(outcome: RoleOutcome): boolean {
  return outcome.status === "failed" && isDeniedByServiceControlPolicy(outcome.message);
}

function hasDeadPrincipals(outcome: RoleOutcome): boolean {
  const changes = "changes" in outcome ? outcome.changes : [];
  return changes.some(
    (change) =>
      change.kind === "update-trust-policy" &&
      typeof change.before !== "string" &&
      deadPrincipals(change.before).length > 0,
  );
}
