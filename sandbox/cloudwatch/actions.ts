import type { Actions, Call } from "../action.ts";
import { NotEmulatedError, validationError } from "../aws-error.ts";
import type { EventBus } from "../events/event-bus.ts";

/**
 * Of all metrics one: how often a rule of the default bus has matched, summed over the whole time asked for.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export function cloudWatchActions(bus: EventBus): Actions {
  return {
    GetMetricStatistics: {
      parameters: ["Namespace", "MetricName", "Dimensions", "StartTime", "EndTime", "Period", "Statistics"],
      authorizations: () => [{ action: "cloudwatch:GetMetricStatistics", resource: "*" }],
      run: (call) => {
        const { ruleName, start, end } = asked(call);
        const isHere = call.caller.account.id === call.world.managementAccountId && call.region === call.world.region;
        const sum = isHere ? bus.timesOf(ruleName).filter((time) => time >= start && time < end).length : 0;
        const datapoint = { Timestamp: new Date(start), Sum: sum, Unit: "Count" };
        return { Label: "TriggeredRules", Datapoints: sum === 0 ? [] : [datapoint] };
      },
    },
  };
}

function asked({ input }: Call): { readonly ruleName: string; readonly start: number; readonly end: number } {
  const metric = `${input.text("Namespace")} ${input.text("MetricName")} ${input.texts("Statistics").join()}`;
  if (metric !== "AWS/Events TriggeredRules Sum") throw new NotEmulatedError(`the metric ${metric}`);
  const [dimension, ...others] = input.structures("Dimensions");
  if (dimension?.text("Name") !== "RuleName" || others.length > 0) {
    throw new NotEmulatedError("the metric TriggeredRules by anything but RuleName");
  }
  const [start, end] = [time(input.text("StartTime")), time(input.text("EndTime"))];
  if (Number(input.text("Period")) * 1000 < end - start) {
    throw new NotEmulatedError("a period shorter than the time asked for");
  }
  return { ruleName: dimension.text("Value"), start, end };
}

/** AWS JSON has times as seconds since the epoch. */
function time(text: string): number {
  const seconds = Number(text);
  if (Number.isNaN(seconds)) throw validationError(`${text} is no time`);
  return seconds * 1000;
}
