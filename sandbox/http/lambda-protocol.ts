import { NotEmulatedError } from "../aws-error.ts";
import { isInvokeResult } from "../lambda/actions.ts";
import { Input } from "./input.ts";
import { jsonError } from "./json-protocol.ts";
import type { Protocol } from "./protocol.ts";

/** Lambda speaks REST: the function in the path, the payload as body. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const lambdaProtocol: Protocol = {
  read: ({ method, path, headers, body }) => {
    const match = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(path);
    if (method !== "POST" || match === null) throw new NotEmulatedError(`lambda ${method} ${path}`);
    const input = new Input({
      FunctionName: decodeURIComponent(match[1] ?? ""),
      InvocationType: headers["x-amz-invocation-type"] ?? "RequestResponse",
      Payload: body,
    });
    return { action: "Invoke", input };
  },
  write: (_action, result) => {
    if (!isInvokeResult(result)) throw new TypeError("Invoke returned no result");
    const error = result.functionError === undefined ? {} : { "x-amz-function-error": result.functionError };
    return {
      status: result.statusCode,
      headers: { "content-type": "application/json", ...error },
      body: result.payload,
    };
  },
  fail: (error) => ({ ...jsonError(error), status: error.status }),
};
