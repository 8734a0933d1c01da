/**
 * AWS error names that a fresh account, a busy API or eventual consistency explains: trying again may help.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html ("might need to wait a few
 * minutes") and https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html (eventual consistency)
 */
const retryableNames: ReadonlySet<string> = new Set([
  "SubscriptionRequiredException",
  "OptInRequired",
  "InvalidClientTokenId",
  "NoSuchEntityException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "ConcurrentModificationException",
  "ServiceFailureException",
  "ServiceException",
  "InternalFailure",
  "ServiceUnavailable",
  "ExpiredToken",
  "ExpiredTokenException",
  "TimeoutError",
  "ECONNRESET",
  "ECONNREFUSED",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
]);

/** What an AWS call that failed says about itself. */
export interface AwsFailure {
  /** AWS's error name, as in `NoSuchEntityException`. */
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

export function awsFailure(error: unknown): AwsFailure {
  if (!(error instanceof Error)) return { code: "UnknownError", message: String(error), retryable: false };
  const code = errorCode(error);
  return { code, message: error.message, retryable: retryableNames.has(code) || isServerFault(error) };
}

export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

export function isAccessDenied(error: unknown): boolean {
  return isAwsError(error, "AccessDenied", "AccessDeniedException");
}

/** Whether it was a service control policy that denied, by AWS's text, which alone says so. */
export function isDeniedByServiceControlPolicy(message: string): boolean {
  return message.includes("service control policy");
}

/** Errors of the network carry their name in `code`: several of them at once come as an AggregateError. */
function errorCode(error: Error): string {
  return "code" in error && typeof error.code === "string" && retryableNames.has(error.code) ? error.code : error.name;
}

function isServerFault(error: Error): boolean {
  return "$fault" in error && error.$fault === "server";
}

/** Resolves to undefined where AWS says that the entity does not exist. */
export async function ifExists<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAwsError(error, "NoSuchEntityException")) return undefined;
    throw error;
  }
}
