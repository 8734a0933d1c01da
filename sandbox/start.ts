import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { BackgroundWork } from "./background.ts";
import { type Clock, realClock } from "./clock.ts";
import { readTemplate } from "./cloudformation/artifacts.ts";
import { deployStack } from "./cloudformation/deploy.ts";
import { EventBus } from "./events/event-bus.ts";
import { FunctionService, lambdaRetryDelays } from "./functions/function-service.ts";
import { RequestLog } from "./http/request-log.ts";
import { type CallRecord, createAwsServer, type Services } from "./http/server.ts";
import { iamActions } from "./iam/actions.ts";
import { lambdaActions } from "./lambda/actions.ts";
import { createFakeOrganization, fakeKeys, fakeOrganization } from "./organization/fake-organization.ts";
import { organizationsActions } from "./organizations/actions.ts";
import { apiCallEvent } from "./organizations/api-call-event.ts";
import { eventRegionOf } from "./partitions.ts";
import { sqsActions } from "./sqs/actions.ts";
import { stsActions } from "./sts/actions.ts";
import { newSession } from "./sts/session.ts";
import { accountOf, type World } from "./world.ts";

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  /** `aws`, `aws-us-gov`, `aws-cn` or `aws-eusc`. */
  readonly partition?: string;
  /** Accounts besides the fake organization's own. */
  readonly furtherAccounts?: number;
  /** Milliseconds. */
  readonly creationDelay?: number;
  /** Milliseconds from the account's existence until its access role can be assumed. */
  readonly accessRoleDelay?: number;
  /** Milliseconds that pass before a request is looked at. */
  readonly latency?: number;
  readonly clock?: Clock;
  /** Milliseconds before Lambda's retries of an asynchronous invocation; AWS's one and two minutes by default. */
  readonly retryDelays?: readonly number[];
  /** Folder with the packaged template and archives; nothing is deployed without. */
  readonly packageFolder?: string;
  /** Changes the template before it is deployed. */
  readonly editTemplate?: (template: unknown) => unknown;
  /** Hears of every call that was decided, before it is answered. */
  readonly onCall?: (call: CallRecord) => Promise<void>;
  /** Hears what happens, line by line. */
  readonly tell?: (line: string) => void;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a client needs to know: the first line `npm run sandbox` prints. */
export interface Greeting {
  readonly endpoint: string;
  readonly region: string;
  readonly organizationId: string;
  readonly credentials: { readonly management: Keys; readonly source: Keys; readonly outsider: Keys };
  readonly accounts: typeof fakeOrganization.accounts;
}

export interface Sandbox {
  readonly greeting: Greeting;
  readonly world: World;
  readonly requests: RequestLog;
  readonly functions: FunctionService;
  readonly bus: EventBus;
  readonly services: Services;
  /** Resolves when no event, retry or account creation is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** How long the source principal's session lives, in seconds. */
const sourceSession = 12 * 3600;

/** Starts an organization on 127.0.0.1 and deploys the packaged stack into it. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { packageFolder, editTemplate = (whole) => whole } = options;
  const { partition = "aws", clock = realClock, tell = () => undefined, retryDelays = lambdaRetryDelays } = options;
  const region = eventRegionOf(partition);
  const world = createFakeOrganization({ clock, partition, region, furtherAccounts: options.furtherAccounts ?? 0 });
  const work = new BackgroundWork((error) =>
    tell(`the sandbox failed: ${error instanceof Error ? error.stack : error}`),
  );
  let endpoint = "";
  const functions = new FunctionService({ world, endpoint: () => endpoint, background: work.add, tell, retryDelays });
  const bus = new EventBus(world, functions, work.add);
  const requests = new RequestLog();
  const delays = { creation: options.creationDelay ?? 0, accessRole: options.accessRoleDelay ?? 0 };
  const services: Services = {
    iam: iamActions,
    sts: stsActions,
    organizations: organizationsActions(delays, (event) => bus.emit(event), work.add),
    lambda: lambdaActions(functions),
    sqs: sqsActions(
      () => [...functions.queues.values()],
      () => endpoint,
    ),
  };
  const onCall = async (call: CallRecord) => {
    const event = apiCallEvent(world, call);
    if (event !== undefined) bus.emit(event);
    await options.onCall?.(call);
  };
  const server = createAwsServer({ world, services, log: requests, latency: options.latency ?? 0, onCall });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  const close = async () => {
    functions.end();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  try {
    if (packageFolder !== undefined) {
      const template = editTemplate(readTemplate(packageFolder));
      await deployStack(template, { world, functions, bus, endpoint, packageFolder });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    greeting: greetingOf(world, endpoint),
    world,
    requests,
    functions,
    bus,
    services,
    idle: () => work.idle(),
    close,
  };
}

function greetingOf(world: World, endpoint: string): Greeting {
  const { accounts, organizationId } = fakeOrganization;
  const source = accountOf(world, accounts.source);
  const reader = source.roles.get("cloudquery");
  if (reader === undefined) throw new Error("the fake organization has no source principal");
  const { accessKeyId, secretAccessKey, sessionToken } = newSession(world, reader, source.id, {
    sessionName: "reader",
    seconds: sourceSession,
  });
  return {
    endpoint,
    region: world.region,
    organizationId,
    credentials: {
      management: fakeKeys.management,
      source: { accessKeyId, secretAccessKey, sessionToken },
      outsider: fakeKeys.outsider,
    },
    accounts,
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
