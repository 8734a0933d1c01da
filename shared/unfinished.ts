import type { Outcome } from "#shared/outcome.ts";

type UnfinishedOutcome = Extract<Outcome<unknown>, { status: "unreachable" | "failed" }>;

/**
 * Work asked for by an event was not done. The message has AWS's error code and the next step. It holds no documents:
 * Lambda logs every field of an error.
 */
export class UnfinishedError extends Error {
  override readonly name = "UnfinishedError";
  /** AWS's error code, or the reason of an unreachable account. */
  readonly code: string;
  readonly retryable: boolean;

  constructor(what: string, outcome: UnfinishedOutcome) {
    const code = outcome.status === "failed" ? outcome.code : outcome.reason;
    const cause = outcome.status === "failed" ? `${code}: ${outcome.message}` : code;
    super(`${what} ${outcome.status} (${cause}). ${outcome.remedy}`);
    this.code = code;
    this.retryable = outcome.status === "unreachable" || outcome.retryable;
  }
}
