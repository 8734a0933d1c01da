import * as z from "zod";

const namedEventSchema = z.looseObject({ detail: z.looseObject({ eventName: z.string() }) });

/** The name of an event from CloudTrail; undefined where the input is no such event. */
export function eventNameOf(input: unknown): string | undefined {
  return namedEventSchema.safeParse(input).data?.detail.eventName;
}

/** Whether the input means to be an event, well-formed or not. */
export function isEvent(input: unknown): boolean {
  return typeof input === "object" && input !== null && "detail" in input;
}
