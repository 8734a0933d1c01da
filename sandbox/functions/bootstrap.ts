// Runs in a process of its own, as one execution environment of a function: loads the bundle and answers invocations.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FromEnvironment, Invocation } from "./environment.ts";

type Handler = (event: unknown, context: object) => unknown;

const { LAMBDA_TASK_ROOT = "", _HANDLER = "" } = process.env;

function send(message: FromEnvironment): void {
  process.send?.(message);
}

async function loadHandler(): Promise<Handler> {
  const dot = _HANDLER.lastIndexOf(".");
  const file = join(LAMBDA_TASK_ROOT, `${_HANDLER.slice(0, dot)}.mjs`);
  const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
  const handler = loaded[_HANDLER.slice(dot + 1)];
  if (typeof handler !== "function") throw new TypeError(`${_HANDLER} is not a function`);
  return (event, context) => handler(event, context);
}

function describe(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] };
}

function contextOf({ requestId, functionArn, deadline }: Invocation): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    awsRequestId: requestId,
    logGroupName: process.env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: process.env["AWS_LAMBDA_LOG_STREAM_NAME"],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function run(handler: Handler, invocation: Invocation): Promise<void> {
  try {
    const result = await handler(invocation.event, contextOf(invocation));
    send({ kind: "result", payload: JSON.stringify(result) ?? "null", memoryUsed: memoryUsed() });
  } catch (error) {
    // The runtime logs what a handler throws, with every field of the error.
    console.error(`ERROR Invoke Error ${JSON.stringify({ ...describe(error), ...fieldsOf(error) })}`);
    send({ kind: "error", payload: JSON.stringify(describe(error)), memoryUsed: memoryUsed() });
  }
}

/** Most that this process has held, in kB. */
function memoryUsed(): number {
  return process.resourceUsage().maxRSS;
}

function fieldsOf(error: unknown): object {
  return typeof error === "object" && error !== null ? error : {};
}

try {
  const handler = await loadHandler();
  process.on("message", (invocation: Invocation) => void run(handler, invocation));
  send({ kind: "ready" });
} catch (error) {
  send({ kind: "error", payload: JSON.stringify(describe(error)), memoryUsed: memoryUsed() });
}
