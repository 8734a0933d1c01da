import { jsonProtocol } from "./json-protocol.ts";
import { lambdaProtocol } from "./lambda-protocol.ts";
import type { Protocol } from "./protocol.ts";
import { queryProtocol } from "./query-protocol.ts";
import { s3Protocol } from "./s3-protocol.ts";

/** The protocol of a service, by the name it has in a signature's credential scope. */
export function protocolOf(service: string): Protocol {
  switch (service) {
    case "iam":
    case "sts":
    case "sns":
    case "cloudformation":
      return queryProtocol(service);
    case "lambda":
      return lambdaProtocol;
    case "s3":
      return s3Protocol;
    default:
      return jsonProtocol;
  }
}
