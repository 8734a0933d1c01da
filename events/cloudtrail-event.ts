import * as z from "zod";

/**
 * What every event from CloudTrail has in common, whichever detail-type it comes with: service events and recorded API
 * calls differ in it, and AWS documents it for few of them. Only what is used is required, for AWS adds fields.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-organizations.html
 */
export function cloudTrailEvent<Detail extends z.core.$ZodLooseShape>(
  source: "aws.organizations" | "aws.controltower",
  eventName: string,
  detail: Detail,
) {
  return z.looseObject({
    source: z.literal(source),
    detail: z.looseObject({
      eventName: z.literal(eventName),
      /** ISO 8601. Timestamps deeper in an event are of no documented form and are not read. */
      eventTime: z.iso.datetime(),
      ...detail,
    }),
  });
}

/** A recorded API call that failed has an errorCode: nothing happened. */
export const succeededCall = { errorCode: z.undefined("a call that failed changed nothing").optional() } as const;
