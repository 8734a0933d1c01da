import { AwsError, expiredToken } from "../aws-error.ts";
import type { Input } from "../http/input.ts";
import { throttlingError } from "../http/throttle.ts";
import { emptyPageOfAccounts } from "../organizations/paging.ts";

/** What goes wrong with one request. Resets close the connection without an answer. */
export type Fault =
  | { readonly kind: "answer"; readonly error: AwsError }
  /** The request is answered after so many milliseconds; with Infinity, never. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  | { readonly kind: "reset-before-effect" }
  | { readonly kind: "reset-after-effect" }
  /** A read of IAM is answered as it was before the last write in the account: AWS is eventually consistent. */
  | { readonly kind: "stale-read" }
  /** The request is answered with this result; nothing is read or done. */
  | { readonly kind: "answer-instead"; readonly result: (input: Input) => unknown };

/** A request as a fault plan sees it. */
interface FaultyRequest {
  readonly service: string;
  readonly action: string;
  /** Account of the caller. */
  readonly accountId: string;
}

/** Says what goes wrong with each request, if anything does. */
export type FaultPlan = (request: FaultyRequest) => Fault | undefined;

/** Ends the connection instead of answering. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

export function throttled(service: string): Fault {
  return { kind: "answer", error: throttlingError(service) };
}

/** A fault of the service's own. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_Errors */
export function serverFault(service: string): Fault {
  const code = service === "iam" ? "ServiceFailure" : "InternalFailure";
  const message = "The request processing has failed because of an unknown error, exception or failure.";
  return { kind: "answer", error: new AwsError(code, message, 500) };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_Errors */
export const concurrentModification: Fault = {
  kind: "answer",
  error: new AwsError(
    "ConcurrentModification",
    "The request was rejected because multiple requests to change this object were submitted simultaneously.",
    409,
  ),
};

/** A page of accounts that has nothing in it, and is not the last. */
export const emptyPage: Fault = { kind: "answer-instead", result: emptyPageOfAccounts };

/** The credentials of a session have come to their end in the middle of it. */
export const expiredCredentials: Fault = { kind: "answer", error: expiredToken() };
