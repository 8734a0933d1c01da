import { randomUUID } from "node:crypto";
import { sessionCaller } from "../authorization/caller.ts";
import { decide } from "../authorization/decide.ts";
import { isLogged } from "../cloudtrail/trail.ts";
import type { FunctionService } from "../functions/function-service.ts";
import { isAllowed } from "../functions/service-calls.ts";
import type { Background } from "../organizations/create-account.ts";
import { sendTo } from "../sqs/queue.ts";
import type { StateMachineService } from "../step-functions/service.ts";
import { accountOf, type Role, type World } from "../world.ts";
import type { Pattern } from "./pattern.ts";

type Event = Readonly<Record<string, unknown>>;

interface RuleTarget {
  readonly arn: string;
  /** What EventBridge starts a state machine as. */
  readonly role: Role | undefined;
  /** JSON text that is handed over instead of the event. */
  readonly input: string | undefined;
  readonly deadLetterQueueArn: string | undefined;
}

/** A rule on the default bus, as the packaged template describes it; without a pattern it is a schedule's. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly pattern: Pattern | undefined;
  readonly targets: readonly RuleTarget[];
}

interface Surroundings {
  readonly world: World;
  readonly functions: FunctionService;
  readonly stateMachines: StateMachineService;
  readonly background: Background;
}

const eventsService = "events.amazonaws.com";

/** EventBridge's default bus. */
export class EventBus {
  readonly rules = new Map<string, Rule>();
  /** When each rule has matched, in milliseconds since the epoch. */
  readonly #times = new Map<string, number[]>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * Delivers an event, all of which come by CloudTrail here, to the targets of every rule that matches; returns the names
   * of those rules.
   */
  emit(event: Event): readonly string[] {
    const { world } = this.#surroundings;
    if (!isLogged(world)) return [];
    const matching = [...this.rules.values()].filter(({ pattern }) => pattern?.matches(event));
    for (const rule of matching) {
      this.#times.set(rule.name, [...this.timesOf(rule.name), world.clock.now()]);
      this.#deliverToAll(rule, event);
    }
    return matching.map(({ name }) => name);
  }

  timesOf(ruleName: string): readonly number[] {
    return this.#times.get(ruleName) ?? [];
  }

  /** The time of a scheduled rule has come. */
  fire(rule: Rule): void {
    const { world } = this.#surroundings;
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
    this.#deliverToAll(rule, {
      version: "0",
      id: randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: world.managementAccountId,
      time: new Date(world.clock.now()).toISOString().replace(/\.\d+Z$/, "Z"),
      region: world.region,
      resources: [rule.arn],
      detail: {},
    });
  }

  #deliverToAll(rule: Rule, event: Event): void {
    for (const target of rule.targets) this.#surroundings.background(this.#deliver(rule, target, event));
  }

  /** A missing target or permission is not retried but goes to the dead-letter queue at once. */
  async #deliver(rule: Rule, target: RuleTarget, event: Event): Promise<void> {
    const { functions, stateMachines } = this.#surroundings;
    const payload: unknown = target.input === undefined ? event : JSON.parse(target.input);
    const found = functions.find(target.arn);
    const policy = { Version: "2012-10-17", Statement: found?.permissions ?? [] };
    if (found !== undefined && (await this.#mayReach("lambda:InvokeFunction", found.arn, policy, rule))) {
      return functions.invokeAsynchronously(found, payload);
    }
    const machine = stateMachines.machines.get(target.arn);
    if (machine !== undefined && (await this.#mayStart(target))) {
      stateMachines.start(machine, randomUUID(), JSON.stringify(payload));
      return;
    }
    const queue = functions.queues.get(target.deadLetterQueueArn ?? "");
    if (queue !== undefined && (await this.#mayReach("sqs:SendMessage", queue.arn, queue.policy, rule))) {
      const exists = found !== undefined || machine !== undefined;
      sendTo(queue, JSON.stringify(event), deadLetterAttributes(rule, target.arn, exists));
    }
  }

  /** By the target's own policy. */
  async #mayReach(action: string, resource: string, policy: unknown, rule: Rule): Promise<boolean> {
    const { managementAccountId } = this.#surroundings.world;
    const verdict = await decide({
      principal: eventsService,
      action,
      resource,
      resourceAccountId: managementAccountId,
      context: {
        "aws:SourceArn": rule.arn,
        "aws:SourceAccount": managementAccountId,
        "aws:PrincipalIsAWSService": "true",
        "aws:SecureTransport": "true",
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourcePolicy: policy ?? { Version: "2012-10-17", Statement: [] },
    });
    return verdict.kind === "allowed";
  }

  /** By the role of the rule's target: state machines have no policy of their own. */
  async #mayStart({ role, arn }: RuleTarget): Promise<boolean> {
    const { world } = this.#surroundings;
    if (role === undefined) return false;
    const account = accountOf(world, world.managementAccountId);
    const caller = sessionCaller(world, account, { role, sessionName: "events", sessionPolicy: undefined });
    return isAllowed(world, caller, { kind: "start-execution", stateMachineArn: arn });
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function deadLetterAttributes(rule: Rule, targetArn: string, exists: boolean): Record<string, string> {
  return {
    RULE_ARN: rule.arn,
    TARGET_ARN: targetArn,
    ERROR_CODE: exists ? "NO_PERMISSIONS" : "NO_RESOURCE",
    ERROR_MESSAGE: exists ? "EventBridge may not invoke the target." : "Target does not exist.",
    RETRY_ATTEMPTS: "0",
  };
}
