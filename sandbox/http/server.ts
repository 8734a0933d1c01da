import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Action, Actions } from "../action.ts";
import { authorize } from "../authorization/authorize.ts";
import { type Caller, callerOf, credentialOf } from "../authorization/caller.ts";
import { AwsError, NotEmulatedError } from "../aws-error.ts";
import type { Clock } from "../clock.ts";
import { ConnectionReset, type Fault, type FaultPlan } from "../faults/fault.ts";
import type { Past } from "../faults/past.ts";
import type { World } from "../world.ts";
import type { Answer } from "./answer.ts";
import type { Input } from "./input.ts";
import { jsonProtocol } from "./json-protocol.ts";
import type { Protocol } from "./protocol.ts";
import { protocolOf } from "./protocols.ts";
import type { RequestLog, RequestRecord } from "./request-log.ts";
import { readScope, type SignedRequest, verifySignature } from "./signature.ts";
import type { Throttle } from "./throttle.ts";

/** The emulated services by the name they have in a signature's credential scope. */
export type Services = Readonly<Record<string, Actions>>;

/** A call of a known caller, and what it came to. */
export interface CallRecord {
  readonly service: string;
  readonly action: string;
  readonly caller: Caller;
  readonly region: string;
  readonly input: Input;
  /** AWS's error code; empty where it succeeded. */
  readonly code: string;
}

interface ServerSettings {
  readonly world: World;
  readonly services: Services;
  readonly log: RequestLog;
  /** Passes before a request is looked at, in milliseconds. */
  readonly latency: number;
  readonly throttle: Throttle | undefined;
  readonly faults: FaultPlan;
  readonly past: Past;
  /** Hears of every call that was decided, as CloudTrail does, before it is answered. */
  readonly onCall: (call: CallRecord) => Promise<void>;
}

/** An HTTP server that speaks AWS's protocols for the given services, on one endpoint. */
export function createAwsServer(settings: ServerSettings): Server {
  return createServer((request, response) => {
    void respond(settings, request, response);
  });
}

async function respond(settings: ServerSettings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const closed = new AbortController();
    response.once("close", () => closed.abort());
    const { status, headers, body } = await answer(settings, await readRequest(request), closed.signal);
    response.writeHead(status, { ...headers, "x-amzn-requestid": randomUUID() }).end(body);
  } catch (error) {
    if (!(error instanceof ConnectionReset)) throw error;
    response.destroy();
  }
}

async function readRequest(request: IncomingMessage): Promise<SignedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  return { method: request.method ?? "", path: request.url ?? "/", headers: request.headers, body };
}

/** Throws ConnectionReset where there is to be no answer. */
async function answer(settings: ServerSettings, request: SignedRequest, closed: AbortSignal): Promise<Answer> {
  const startedAt = settings.world.clock.now();
  let protocol: Protocol = jsonProtocol;
  const record: RequestRecord = {
    service: "",
    action: "",
    accountId: "",
    callerArn: "",
    startedAt,
    endedAt: 0,
    code: "",
  };
  try {
    await settings.world.clock.sleep(settings.latency);
    const scope = readScope(request.headers);
    protocol = protocolOf(scope.service);
    record.service = scope.service;
    const { action, input } = protocol.read(request);
    record.action = action;
    const token = request.headers["x-amz-security-token"];
    const credential = credentialOf(settings.world, scope.accessKeyId, typeof token === "string" ? token : undefined);
    const caller = callerOf(settings.world, credential);
    record.accountId = caller.account.id;
    record.callerArn = caller.arn;
    await verifySignature(request, scope, credential);
    settings.throttle?.take(caller.account.id, scope.service, action);
    const fault = settings.faults({ service: scope.service, action, accountId: caller.account.id });
    await goWrongBefore(fault, settings.world.clock, closed);
    if (fault?.kind === "answer-instead") return protocol.write(action, fault.result(input));
    const call = { service: scope.service, action, caller, region: scope.region, input };
    const seen = { ...call, caller: settings.past.callerFor(fault, call) };
    const result = await settings.past.during(call, () => recorded(settings, seen));
    if (fault?.kind === "reset-after-effect") throw new ConnectionReset();
    return protocol.write(action, result);
  } catch (error) {
    if (error instanceof ConnectionReset) throw error;
    const failure = asAwsError(error);
    record.code = failure.code;
    return protocol.fail(failure);
  } finally {
    settings.log.add({ ...record, endedAt: settings.world.clock.now() });
  }
}

/** What goes wrong before anything is done. */
async function goWrongBefore(fault: Fault | undefined, clock: Clock, closed: AbortSignal): Promise<void> {
  switch (fault?.kind) {
    case "answer":
      throw fault.error;
    case "reset-before-effect":
      throw new ConnectionReset();
    case "delay":
      if (fault.milliseconds === Number.POSITIVE_INFINITY) {
        await once(closed, "abort");
        throw new ConnectionReset();
      }
      await clock.sleep(fault.milliseconds, closed);
      return;
    case "reset-after-effect":
    case "stale-read":
    case "answer-instead":
    case undefined:
      return;
  }
}

type NewCall = Omit<CallRecord, "code">;

async function recorded(settings: ServerSettings, call: NewCall): Promise<unknown> {
  let code = "";
  try {
    return await perform(settings, call);
  } catch (error) {
    code = asAwsError(error).code;
    throw error;
  } finally {
    await settings.onCall({ ...call, code });
  }
}

async function perform(
  { world, services }: ServerSettings,
  { service, action: actionName, caller, region, input }: NewCall,
): Promise<unknown> {
  const action: Action | undefined = services[service]?.[actionName];
  if (action === undefined) throw new NotEmulatedError(`${service}:${actionName}`);
  const unknown = input.entries().find(([name]) => !action.parameters.includes(name));
  if (unknown !== undefined) throw new NotEmulatedError(`the parameter ${unknown[0]} of ${service}:${actionName}`);
  const call = { world, caller, region, input };
  for (const authorization of action.authorizations(call)) await authorize(world, caller, authorization);
  return action.run(call);
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError("InternalFailure", `The sandbox itself failed: ${message}`, 500);
}
