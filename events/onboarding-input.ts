import { type CreateAccountResult, createAccountResultSchema } from "./create-account-result.ts";
import { InvalidEventError } from "./invalid-event.ts";
import { manualOnboardingSchema } from "./manual-onboarding.ts";

/** What `onboard-account` is asked to do. A further membership event gets its schema beside these and a case here. */
export type OnboardingInput =
  | { readonly kind: "account"; readonly accountId: string; readonly by: "hand" }
  | { readonly kind: "account"; readonly accountId: string; readonly by: "event"; readonly eventTime: Date }
  | { readonly kind: "creation-failed"; readonly requestId: string; readonly failureReason: string };

/** Reads any input of `onboard-account`; throws InvalidEventError. */
export function parseOnboardingInput(input: unknown): OnboardingInput {
  return isEvent(input) ? fromEvent(input) : fromHand(input);
}

function isEvent(input: unknown): boolean {
  return typeof input === "object" && input !== null && "detail" in input;
}

function fromEvent(input: unknown): OnboardingInput {
  const event = createAccountResultSchema.safeParse(input);
  if (!event.success) throw new InvalidEventError("the event CreateAccountResult", event.error.issues);
  return fromCreateAccountResult(event.data);
}

function fromCreateAccountResult({ detail }: CreateAccountResult): OnboardingInput {
  const status = detail.serviceEventDetails.createAccountStatus;
  switch (status.state) {
    case "SUCCEEDED":
      return { kind: "account", accountId: status.accountId, by: "event", eventTime: new Date(detail.eventTime) };
    case "FAILED":
      return { kind: "creation-failed", requestId: status.id, failureReason: status.failureReason };
  }
}

function fromHand(input: unknown): OnboardingInput {
  const manual = manualOnboardingSchema.safeParse(input);
  if (!manual.success) throw new InvalidEventError('{"accountId": "<12 digits>"} or an event', manual.error.issues);
  return { kind: "account", accountId: manual.data.accountId, by: "hand" };
}
