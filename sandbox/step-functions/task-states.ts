import { isRecord } from "../http/input.ts";

/** Names of the Task states of a definition, those inside Map states too, each with its resource's ARN. */
export function taskStatesOf(definition: unknown): ReadonlyMap<string, string> {
  const states = isRecord(definition) && isRecord(definition["States"]) ? Object.entries(definition["States"]) : [];
  return new Map(
    states.flatMap(([name, state]): readonly (readonly [string, string])[] => {
      if (!isRecord(state)) return [];
      if (state["Type"] === "Task") return [[name, String(state["Resource"])]];
      return [...taskStatesOf(state["ItemProcessor"])];
    }),
  );
}
