import type { Outcome } from "#shared/outcome.ts";

type UnfinishedOutcome = Extract<Outcome<unknown>, { status: "unreachable" | "failed" }>;

/** Work asked for by an event was not done. The message has AWS's error code and the next step. */
export class UnfinishedError extends Error {
  override readonly name = "UnfinishedError";
  readonly outcome: UnfinishedOutcome;
  readonly retryable: boolean;

  constructor(what: string, outcome: UnfinishedOutcome) {
    const cause = outcome.status === "failed" ? `${outcome.code}: ${outcome.message}` : outcome.reason;
    super(`${what} ${outcome.status} (${cause}). ${outcome.remedy}`);
    this.outcome = outcome;
    this.retryable = outcome.status === "unreachable" || outcome.retryable;
  }
}
