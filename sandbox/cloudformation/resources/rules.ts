import type { Rule } from "../../events/event-bus.ts";
import { compilePattern } from "../../events/pattern.ts";
import { rateOf } from "../../events/schedule.ts";
import { Input } from "../../http/input.ts";
import { serviceRole } from "./roles.ts";
import type { Resource, Target } from "./target.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
export async function deployRule(target: Target, { ref: name, attributes, properties }: Resource): Promise<void> {
  const input = new Input(properties);
  if (input.optionalText("State") !== "ENABLED") return;
  const eventPattern = input.optionalStructure("EventPattern");
  const schedule = input.optionalText("ScheduleExpression");
  const rule: Rule = {
    name,
    arn: attributes["Arn"] ?? "",
    pattern: eventPattern === undefined ? undefined : compilePattern(eventPattern),
    targets: await Promise.all(input.structures("Targets").map((one) => ruleTarget(target, one))),
  };
  target.bus.rules.set(name, rule);
  if (schedule !== undefined) target.scheduler.every(rateOf(schedule), () => target.bus.fire(rule));
}

async function ruleTarget({ world }: Target, input: Input): Promise<Rule["targets"][number]> {
  const deadLetter = input.optionalStructure("DeadLetterConfig");
  const roleArn = input.optionalText("RoleArn");
  return {
    arn: input.text("Arn"),
    role: roleArn === undefined ? undefined : await serviceRole(world, roleArn, "events.amazonaws.com"),
    input: input.optionalText("Input"),
    deadLetterQueueArn: deadLetter && new Input(deadLetter).text("Arn"),
  };
}
