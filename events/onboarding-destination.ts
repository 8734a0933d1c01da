import * as z from "zod";

/**
 * What Lambda hands to the on-success destination of onboard-account. That an account was onboarded is all that
 * counts: the source policy is always reconciled whole.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export const onboardingDestinationSchema = z.looseObject({
  version: z.literal("1.0"),
  requestContext: z.looseObject({ functionArn: z.string(), condition: z.literal("Success") }),
  responsePayload: z.unknown().optional(),
});

export type OnboardingDestination = z.infer<typeof onboardingDestinationSchema>;
