import type { OnboardingInput } from "#events/onboarding-input.ts";
import type { RoleOutcome } from "#shared/member-role/reconcile.ts";
import { UnfinishedError } from "#shared/unfinished.ts";

/** What `onboard-account` returns, and Lambda hands to its destination. */
export type OnboardingResult =
  | ({ readonly accountId: string } & RoleOutcome)
  | { readonly status: "run-started"; readonly runId: string }
  | { readonly status: "creation-failed"; readonly requestId: string; readonly failureReason: string };

interface Services {
  readonly onboard: (accountId: string) => Promise<RoleOutcome>;
  /** Starts a run over the whole organization, at most once for an event; resolves to its id. */
  readonly startRun: (eventId: string) => Promise<string>;
  readonly report: (result: OnboardingResult) => void;
  readonly recordTimeToRole: (milliseconds: number) => void;
  readonly now: () => number;
}

/**
 * Answers one invocation of `onboard-account`. Where an event does not say which account has joined, a run finds it. An
 * event whose account was not reached or failed is thrown as UnfinishedError, so that Lambda tries again and then keeps
 * the event in the dead-letter queue; whoever invokes by hand gets the outcome itself.
 */
export async function handleOnboarding(input: OnboardingInput, services: Services): Promise<OnboardingResult> {
  if (input.kind === "creation-failed") {
    const { requestId, failureReason } = input;
    const result: OnboardingResult = { status: "creation-failed", requestId, failureReason };
    services.report(result);
    return result;
  }
  if (input.kind === "unknown-account") {
    const result: OnboardingResult = { status: "run-started", runId: await services.startRun(input.eventId) };
    services.report(result);
    return result;
  }
  const outcome = await services.onboard(input.accountId);
  const result: OnboardingResult = { accountId: input.accountId, ...outcome };
  services.report(result);
  if (input.by === "event") {
    if (outcome.status === "created") services.recordTimeToRole(services.now() - input.eventTime.getTime());
    if (outcome.status === "unreachable" || outcome.status === "failed") {
      throw new UnfinishedError(`account ${input.accountId}`, outcome);
    }
  }
  return result;
}
