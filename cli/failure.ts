import { CommanderError } from "commander";
import { awsFailure } from "#shared/aws/errors.ts";
import { ConfigError } from "#shared/config/faults.ts";
import { exitCodes } from "./exit-codes.ts";

/** The command was not used as it is meant to be. The message says what is wrong, `remedy` what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** A command that ended early: one sentence of what, one of what to do. */
export interface Failure {
  readonly exitCode: number;
  readonly what: string;
  /** Empty where `what` says it all. */
  readonly remedy: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, what: error.message, remedy: error.remedy };
  if (error instanceof ConfigError) return { exitCode: exitCodes.usage, what: error.message, remedy: "" };
  // The parser has said already what is wrong.
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.usage, what: "", remedy: "" };
  }
  const { code, message } = awsFailure(error);
  const known = knownFailures.find(({ codes }) => codes.includes(code));
  const what = known === undefined ? `${code}: ${message}` : known.what;
  const remedy = known?.remedy ?? "Run it again with --debug to see where it comes from.";
  return { exitCode: exitCodes.trouble, what: known?.withMessage ? `${what} (${message})` : what, remedy };
}

interface KnownFailure {
  readonly codes: readonly string[];
  readonly what: string;
  readonly remedy: string;
  readonly withMessage?: boolean;
}

const knownFailures: readonly KnownFailure[] = [
  {
    codes: ["CredentialsProviderError"],
    what: "There are no AWS credentials.",
    remedy: "Sign in, as with aws sso login, or name a profile with --profile.",
    withMessage: true,
  },
  {
    codes: ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"],
    what: "The AWS credentials have expired.",
    remedy: "Get new ones, as with aws sso login.",
  },
  {
    codes: [
      "InvalidClientTokenId",
      "UnrecognizedClientException",
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
    ],
    what: "AWS does not accept these credentials.",
    remedy: "Check the access key and the clock of this machine, or name another profile with --profile.",
  },
  {
    codes: ["AccessDenied", "AccessDeniedException"],
    what: "These credentials may not do what is needed.",
    remedy: "Use an administrator of the management account, or grant the action in the message.",
    withMessage: true,
  },
  {
    codes: ["AWSOrganizationsNotInUseException"],
    what: "This account is in no organization.",
    remedy: "Use credentials of the management account.",
  },
  {
    codes: ["TooManyRequestsException", "Throttling", "ThrottlingException", "RequestLimitExceeded"],
    what: "AWS is throttling requests, and went on after every retry.",
    remedy: "Wait a minute and run it again; what was done is found in sync.",
  },
  {
    codes: ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "TimeoutError"],
    what: "AWS cannot be reached.",
    remedy: "Check network, proxy and --region, then run it again.",
    withMessage: true,
  },
];
