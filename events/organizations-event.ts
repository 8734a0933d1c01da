import * as z from "zod";

/**
 * What every event of Organizations has in common, whichever detail-type it comes with: service events and recorded
 * API calls differ in it, and AWS documents it for few of them.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-organizations.html
 */
export function organizationsEvent<Name extends string, Detail extends z.core.$ZodLooseShape>(
  name: Name,
  detail: Detail,
) {
  return z.looseObject({
    source: z.literal("aws.organizations"),
    detail: z.looseObject({
      eventName: z.literal(name),
      /** ISO 8601. */
      eventTime: z.iso.datetime(),
      ...detail,
    }),
  });
}

/** A recorded API call that failed has an errorCode: nothing happened. */
export const succeededCall = { errorCode: z.undefined("a call that failed changed nothing").optional() } as const;
