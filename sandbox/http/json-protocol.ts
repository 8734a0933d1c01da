import { AwsError } from "../aws-error.ts";
import type { Answer } from "./answer.ts";
import { Input, isRecord } from "./input.ts";

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function parseJsonBody(body: string): Input {
  try {
    const value: unknown = JSON.parse(body === "" ? "{}" : body);
    if (isRecord(value)) return new Input(value);
  } catch {
    // Said below, as for any body that is no structure.
  }
  throw new AwsError("SerializationException", "The request body is not a JSON structure");
}

export function jsonAnswer(result: unknown): Answer {
  return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: jsonText(result ?? {}) };
}

export function jsonError(error: AwsError): Answer {
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
