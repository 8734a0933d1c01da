/** An error as AWS answers it: its code, its text and the HTTP status. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Something AWS has and the sandbox has not. Answered with 501, which no SDK retries, so that nobody overlooks it. */
export class NotEmulatedError extends AwsError {
  constructor(what: string) {
    super("NotEmulatedInSandbox", `The sandbox does not emulate ${what}. See sandbox/README.md for what it does.`, 501);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export function expiredToken(): AwsError {
  return new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, 409);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, 409);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, 409);
}

export function malformedPolicyDocument(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}
