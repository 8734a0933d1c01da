import { StandardRetryStrategy, type StandardRetryStrategyOptions } from "@smithy/core/retry";
import type { RetryErrorInfo, StandardRetryToken } from "@smithy/types";

const attempts = 5;

/**
 * The SDK's standard retries, corrected for IAM: a quota that is used up (LimitExceeded) is not throttling and is not
 * retried, and a concurrent modification, which the SDK takes for a fault of the caller's, is.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_Errors
 */
export class IamRetryStrategy extends StandardRetryStrategy {
  /** `backoff` says how long to wait before a retry: as long as the SDK does, where it is not given. */
  constructor(options: Pick<StandardRetryStrategyOptions, "backoff"> = {}) {
    super({ maxAttempts: attempts, ...options });
  }

  override refreshRetryTokenForRetry(token: StandardRetryToken, info: RetryErrorInfo): Promise<StandardRetryToken> {
    return super.refreshRetryTokenForRetry(token, { ...info, errorType: retryTypeOf(info) });
  }
}

function retryTypeOf({ error, errorType }: RetryErrorInfo): RetryErrorInfo["errorType"] {
  if (!(error instanceof Error)) return errorType;
  if (error.name === "LimitExceededException") return "CLIENT_ERROR";
  if (error.name === "ConcurrentModificationException") return "TRANSIENT";
  return errorType;
}
