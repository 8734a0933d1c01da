import type { Actions, Call } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import type { DeployedFunction } from "../functions/deployed-function.ts";
import type { FunctionService } from "../functions/function-service.ts";

/** What Invoke answers: a status, the function's own payload, and whether it threw. */
export interface InvokeResult {
  readonly statusCode: number;
  readonly payload: string;
  readonly functionError?: string | undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function lambdaActions(service: FunctionService): Actions {
  const find = ({ input, caller }: Call): DeployedFunction => {
    const name = input.text("FunctionName");
    const found = service.find(name);
    if (found?.accountId !== caller.account.id)
      throw new AwsError("ResourceNotFoundException", `Function not found: ${name}`, 404);
    return found;
  };
  return {
    Invoke: {
      parameters: ["FunctionName", "InvocationType", "Payload"],
      authorizations: (call) => [{ action: "lambda:InvokeFunction", resource: find(call).arn }],
      run: async (call): Promise<InvokeResult> => {
        const target = find(call);
        const event = parsePayload(call.input.optionalText("Payload"));
        const type = call.input.optionalText("InvocationType") ?? "RequestResponse";
        if (type === "DryRun") return { statusCode: 204, payload: "" };
        if (type === "Event") {
          service.invokeAsynchronously(target, event);
          return { statusCode: 202, payload: "" };
        }
        const { payload, functionError } = await service.invoke(target, event);
        return { statusCode: 200, payload, functionError };
      },
    },
  };
}

export function isInvokeResult(value: unknown): value is InvokeResult {
  return typeof value === "object" && value !== null && "statusCode" in value && "payload" in value;
}

function parsePayload(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload === undefined || payload === "" ? "null" : payload);
  } catch {
    throw new AwsError("InvalidRequestContentException", "Could not parse request body into json");
  }
}
