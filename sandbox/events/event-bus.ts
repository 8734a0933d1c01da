import { decide } from "../authorization/decide.ts";
import type { FunctionService } from "../functions/function-service.ts";
import type { Background } from "../organizations/create-account.ts";
import { sendTo } from "../sqs/queue.ts";
import type { World } from "../world.ts";
import type { Pattern } from "./pattern.ts";

/** A rule on the default bus, as the packaged template describes it. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly pattern: Pattern;
  readonly targets: readonly { readonly arn: string; readonly deadLetterQueueArn: string | undefined }[];
}

const eventsService = "events.amazonaws.com";

/** EventBridge's default bus. */
export class EventBus {
  readonly rules = new Map<string, Rule>();
  readonly #world: World;
  readonly #functions: FunctionService;
  readonly #background: Background;

  constructor(world: World, functions: FunctionService, background: Background) {
    this.#world = world;
    this.#functions = functions;
    this.#background = background;
  }

  /** Delivers an event to the targets of every rule that matches; returns the names of those rules. */
  emit(event: Record<string, unknown>): readonly string[] {
    const matching = [...this.rules.values()].filter(({ pattern }) => pattern.matches(event));
    for (const rule of matching) {
      for (const target of rule.targets) this.#background(this.#deliver(rule, target, event));
    }
    return matching.map(({ name }) => name);
  }

  /** A missing target or permission is not retried but goes to the dead-letter queue at once. */
  async #deliver(rule: Rule, target: Rule["targets"][number], event: Record<string, unknown>): Promise<void> {
    const found = [...this.#functions.functions.values()].find(({ arn }) => arn === target.arn);
    const policy = { Version: "2012-10-17", Statement: found?.permissions ?? [] };
    if (found !== undefined && (await this.#isAllowed("lambda:InvokeFunction", found.arn, policy, rule))) {
      this.#functions.invokeAsynchronously(found, event);
      return;
    }
    const queue = this.#functions.queues.get(target.deadLetterQueueArn ?? "");
    if (queue !== undefined && (await this.#isAllowed("sqs:SendMessage", queue.arn, queue.policy, rule))) {
      sendTo(queue, JSON.stringify(event), deadLetterAttributes(rule, target.arn, found !== undefined));
    }
  }

  async #isAllowed(action: string, resource: string, policy: unknown, rule: Rule): Promise<boolean> {
    const { managementAccountId } = this.#world;
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
