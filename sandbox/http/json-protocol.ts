import { AwsError } from "../aws-error.ts";
import type { Answer } from "./answer.ts";
import { Input, isRecord } from "./input.ts";
import type { Protocol } from "./protocol.ts";

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export const jsonProtocol: Protocol = {
  read: ({ headers, body }) => {
    const target = headers["x-amz-target"];
    const action = typeof target === "string" ? target.slice(target.lastIndexOf(".") + 1) : "";
    return { action, input: parseJsonBody(body) };
  },
  write: (_action, result) => jsonAnswer(result),
  fail: jsonError,
};

function parseJsonBody(body: string): Input {
  try {
    const value: unknown = JSON.parse(body === "" ? "{}" : body);
    if (isRecord(value)) return new Input(value);
  } catch {
    // Said below, as for any body that is no structure.
  }
  throw new AwsError("SerializationException", "The request body is not a JSON structure");
}

function jsonAnswer(result: unknown): Answer {
  return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: jsonText(result ?? {}) };
}

export function jsonError(error: AwsError): Answer {
  return writtenError(withJsonCode(error));
}

function writtenError(error: AwsError): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": error.code };
  const body = JSON.stringify({ __type: error.code, message: error.message, Message: error.message });
  return { status: error.status, headers, body };
}

/** Times are seconds since the epoch in AWS JSON. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, inner: unknown) {
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : inner;
  });
}

/** Errors of authentication and authorization have other names in the JSON protocols. */
function withJsonCode(error: AwsError): AwsError {
  const names: Readonly<Record<string, string>> = {
    AccessDenied: "AccessDeniedException",
    ExpiredToken: "ExpiredTokenException",
    InvalidClientTokenId: "UnrecognizedClientException",
    SignatureDoesNotMatch: "InvalidSignatureException",
    MissingAuthenticationToken: "MissingAuthenticationTokenException",
    ValidationError: "ValidationException",
  };
  return new AwsError(names[error.code] ?? error.code, error.message, error.status === 403 ? 400 : error.status);
}
