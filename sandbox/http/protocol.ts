import type { AwsError } from "../aws-error.ts";
import type { Answer } from "./answer.ts";
import type { Input } from "./input.ts";
import { jsonProtocol } from "./json-protocol.ts";
import { lambdaProtocol } from "./lambda-protocol.ts";
import { queryProtocol } from "./query-protocol.ts";
import { s3Protocol } from "./s3-protocol.ts";
import type { SignedRequest } from "./signature.ts";

/** How one service reads requests and writes answers. */
export interface Protocol {
  readonly read: (request: SignedRequest) => { readonly action: string; readonly input: Input };
  readonly write: (action: string, result: unknown) => Answer;
  readonly fail: (error: AwsError) => Answer;
}

/** The protocol of a service, by the name it has in a signature's credential scope. */
export function protocolOf(service: string): Protocol {
  switch (service) {
    case "iam":
    case "sts":
    case "sns":
      return queryProtocol(service);
    case "lambda":
      return lambdaProtocol;
    case "s3":
      return s3Protocol;
    default:
      return jsonProtocol;
  }
}
