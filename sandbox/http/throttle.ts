import { AwsError } from "../aws-error.ts";
import type { Clock } from "../clock.ts";

/** A token bucket: so many requests a second, and so many at once after a rest. */
interface Limit {
  readonly rate: number;
  readonly burst: number;
}

/**
 * What Organizations answers one account. Other actions are not throttled here.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const limits: Readonly<Record<string, Limit>> = {
  "organizations:DescribeAccount": { rate: 20, burst: 30 },
  "organizations:DescribeOrganization": { rate: 1, burst: 2 },
  "organizations:ListAccounts": { rate: 8, burst: 12 },
  "organizations:ListAccountsForParent": { rate: 5, burst: 8 },
  "organizations:ListOrganizationalUnitsForParent": { rate: 5, burst: 8 },
  "organizations:ListParents": { rate: 5, burst: 8 },
  "organizations:ListRoots": { rate: 1, burst: 2 },
};

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/** Throttles requests as AWS does, by account and action. */
export class Throttle {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws TooManyRequestsException where the account has asked too often. */
  take(accountId: string, service: string, action: string): void {
    const limit = limits[`${service}:${action}`];
    if (limit === undefined) return;
    const now = this.#clock.now();
    const key = `${accountId} ${action}`;
    const { tokens, filledAt } = this.#buckets.get(key) ?? { tokens: limit.burst, filledAt: now };
    const filled = Math.min(limit.burst, tokens + ((now - filledAt) / 1000) * limit.rate);
    this.#buckets.set(key, { tokens: filled < 1 ? filled : filled - 1, filledAt: now });
    if (filled < 1) throw throttlingError(service);
  }
}

/**
 * What a service answers when it is asked too often.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html#API_ListAccounts_Errors
 */
export function throttlingError(service: string): AwsError {
  if (service !== "organizations") return new AwsError("Throttling", "Rate exceeded");
  return new AwsError(
    "TooManyRequestsException",
    "AWS Organizations can't complete your request because too many requests were made. Try again later.",
  );
}
