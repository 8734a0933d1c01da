import { awsFailure } from "#shared/aws/errors.ts";
import type { Deployment } from "#shared/deployment.ts";
import type { AccessAttempt, Outcome } from "#shared/outcome.ts";
import { failureRemedy, unreachableRemedy } from "#shared/remedies.ts";

/** The outcome where no access role of an account answered. */
export function unreachable(
  accountId: string,
  attempts: readonly AccessAttempt[],
  deployment: Deployment,
): Extract<Outcome<never>, { status: "unreachable" }> {
  const remedy = unreachableRemedy(accountId, deployment);
  return { status: "unreachable", reason: "no-access-role-answered", attempts, remedy };
}

/** The outcome of an error AWS answered with, after `applied` was done. */
export function failed<Change>(
  error: unknown,
  applied: readonly Change[],
): Extract<Outcome<Change>, { status: "failed" }> {
  const failure = awsFailure(error);
  return { status: "failed", ...failure, applied, remedy: failureRemedy(failure) };
}
