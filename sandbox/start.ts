import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { BackgroundWork } from "./background.ts";
import { type Clock, realClock } from "./clock.ts";
import { cloudFormationActions } from "./cloudformation/actions.ts";
import { readStackName, readTemplate } from "./cloudformation/artifacts.ts";
import { type DeployedStack, deployStack } from "./cloudformation/deploy.ts";
import type { Target } from "./cloudformation/resources/target.ts";
import { cloudTrailActions } from "./cloudtrail/actions.ts";
import { cloudWatchActions } from "./cloudwatch/actions.ts";
import { enrolAccount } from "./control-tower/enrol-account.ts";
import { EventBus } from "./events/event-bus.ts";
import { Scheduler } from "./events/scheduler.ts";
import type { FaultPlan } from "./faults/fault.ts";
import { Past } from "./faults/past.ts";
import { FunctionService, lambdaRetryDelays } from "./functions/function-service.ts";
import { RequestLog } from "./http/request-log.ts";
import { type CallRecord, createAwsServer, type Services } from "./http/server.ts";
import { Throttle } from "./http/throttle.ts";
import { iamActions } from "./iam/actions.ts";
import { lambdaActions } from "./lambda/actions.ts";
import { createFakeOrganization, fakeKeys, fakeOrganization } from "./organization/fake-organization.ts";
import { organizationsActions } from "./organizations/actions.ts";
import { apiCallEvent } from "./organizations/api-call-event.ts";
import { eventRegionOf } from "./partitions.ts";
import { s3Actions } from "./s3/actions.ts";
import type { Bucket } from "./s3/bucket.ts";
import { snsActions } from "./sns/actions.ts";
import type { Topic } from "./sns/topic.ts";
import { sqsActions } from "./sqs/actions.ts";
import { stepFunctionsActions } from "./step-functions/actions.ts";
import { StateMachineService } from "./step-functions/service.ts";
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
  /** Whether Organizations answers no more than AWS's published rates. */
  readonly isThrottled?: boolean;
  /** What goes wrong with requests, to begin with; nothing by default. */
  readonly faults?: FaultPlan;
  readonly clock?: Clock;
  /** Milliseconds before Lambda's retries of an asynchronous invocation; AWS's one and two minutes by default. */
  readonly retryDelays?: readonly number[];
  /** Milliseconds before a state machine tries a task again; as its definition says by default. */
  readonly taskRetryDelay?: number;
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
  /** Names of the deployed functions. */
  readonly functions: readonly string[];
  /** Absent where no stack is deployed. */
  readonly stateMachineArn?: string | undefined;
}

type Emulated = Pick<Target, "world" | "functions" | "stateMachines" | "buckets" | "topics" | "bus">;

export interface Sandbox extends Emulated {
  readonly greeting: Greeting;
  readonly requests: RequestLog;
  /** Has other things go wrong from now on; nothing without. */
  setFaults(faults?: FaultPlan): void;
  readonly services: Services;
  /** What is deployed, by name. */
  readonly stacks: Map<string, DeployedStack>;
  /** Has Control Tower enrol an account: it gets AWSControlTowerExecution, and the lifecycle event is emitted. */
  enrolInControlTower(accountId: string): void;
  /** Resolves when no event, retry or account creation is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const noFaults: FaultPlan = () => undefined;

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
  const { taskRetryDelay } = options;
  const stateMachines = new StateMachineService({ world, functions, background: work.add, taskRetryDelay });
  const bus = new EventBus({ world, functions, stateMachines, background: work.add });
  const scheduler = new Scheduler(clock);
  const buckets = new Map<string, Bucket>();
  const topics = new Map<string, Topic>();
  const stacks = new Map<string, DeployedStack>();
  const emulated: Emulated = { world, functions, stateMachines, buckets, topics, bus };
  const requests = new RequestLog();
  const delays = { creation: options.creationDelay ?? 0, accessRole: options.accessRoleDelay ?? 0 };
  const services: Services = {
    iam: iamActions,
    sts: stsActions,
    organizations: organizationsActions(delays, (event) => bus.emit(event), work.add),
    lambda: lambdaActions(functions),
    cloudformation: cloudFormationActions(stacks),
    cloudtrail: cloudTrailActions,
    monitoring: cloudWatchActions(bus),
    s3: s3Actions(buckets),
    sns: snsActions(topics),
    states: stepFunctionsActions(stateMachines),
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
  const throttle = options.isThrottled ? new Throttle(clock) : undefined;
  let faults: FaultPlan = options.faults ?? noFaults;
  const server = createAwsServer({
    world,
    services,
    log: requests,
    latency: options.latency ?? 0,
    throttle,
    faults: (request) => faults(request),
    past: new Past(() => faults !== noFaults),
    onCall,
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  const close = async () => {
    scheduler.end();
    functions.end();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  try {
    if (packageFolder !== undefined) {
      const template = editTemplate(readTemplate(packageFolder));
      const name = readStackName(packageFolder);
      stacks.set(name, await deployStack(name, template, { ...emulated, scheduler, endpoint, packageFolder }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    greeting: {
      ...greetingOf(world, endpoint),
      functions: [...functions.functions.keys()],
      stateMachineArn: [...stateMachines.machines.keys()][0],
    },
    ...emulated,
    requests,
    setFaults: (plan = noFaults) => {
      faults = plan;
    },
    services,
    stacks,
    enrolInControlTower: (accountId) => {
      bus.emit(enrolAccount(world, accountId));
    },
    idle: () => work.idle(),
    close,
  };
}

function greetingOf(world: World, endpoint: string): Omit<Greeting, "functions" | "stateMachineArn"> {
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
