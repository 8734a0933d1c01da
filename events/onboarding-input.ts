import type * as z from "zod";
import { type AccountJoinedOrganization, accountJoinedOrganizationSchema } from "./account-joined-organization.ts";
import { type CreateAccountResult, createAccountResultSchema } from "./create-account-result.ts";
import { eventNameOf, isEvent } from "./event-name.ts";
import { InvalidEventError, unknownEvent } from "./invalid-event.ts";
import { createManagedAccountSchema, updateManagedAccountSchema } from "./managed-account.ts";
import { manualOnboardingSchema } from "./manual-onboarding.ts";
import { moveAccountSchema } from "./move-account.ts";

/** What `onboard-account` is asked to do. */
export type OnboardingInput =
  | { readonly kind: "account"; readonly accountId: string; readonly by: "hand" }
  | { readonly kind: "account"; readonly accountId: string; readonly by: "event"; readonly eventTime: Date }
  | { readonly kind: "unknown-account"; readonly eventId: string }
  | { readonly kind: "creation-failed"; readonly requestId: string; readonly failureReason: string };

/** The events of `onboard-account` by name, each to what it asks for. A further event gets its schema and a line here. */
const events = new Map<string, z.ZodType<OnboardingInput>>([
  ["CreateAccountResult", createAccountResultSchema.transform(fromCreateAccountResult)],
  ["AccountJoinedOrganization", accountJoinedOrganizationSchema.transform(fromAccountJoined)],
  [
    "MoveAccount",
    moveAccountSchema.transform(({ detail }) => byEvent(detail.requestParameters.accountId, detail.eventTime)),
  ],
  [
    "CreateManagedAccount",
    createManagedAccountSchema.transform(({ detail }) =>
      byEvent(detail.serviceEventDetails.createManagedAccountStatus.account.accountId, detail.eventTime),
    ),
  ],
  [
    "UpdateManagedAccount",
    updateManagedAccountSchema.transform(({ detail }) =>
      byEvent(detail.serviceEventDetails.updateManagedAccountStatus.account.accountId, detail.eventTime),
    ),
  ],
]);

const handSchema = manualOnboardingSchema.transform(({ accountId }): OnboardingInput => {
  return { kind: "account", accountId, by: "hand" };
});

/** Reads any input of `onboard-account`; throws InvalidEventError. */
export function parseOnboardingInput(input: unknown): OnboardingInput {
  const schema = isEvent(input) ? events.get(eventNameOf(input) ?? "") : handSchema;
  const parsed = schema?.safeParse(input);
  if (parsed?.success) return parsed.data;
  const expected = `{"accountId": "<12 digits>"} or an event of ${[...events.keys()].join(", ")}`;
  throw new InvalidEventError(expected, parsed?.error.issues ?? [unknownEvent]);
}

function fromCreateAccountResult({ detail }: CreateAccountResult): OnboardingInput {
  const status = detail.serviceEventDetails.createAccountStatus;
  switch (status.state) {
    case "SUCCEEDED":
      return byEvent(status.accountId, detail.eventTime);
    case "FAILED":
      return { kind: "creation-failed", requestId: status.id, failureReason: status.failureReason };
  }
}

/** Where the event does not say which account it was, nobody guesses. */
function fromAccountJoined({ accountId, eventTime, eventId }: AccountJoinedOrganization): OnboardingInput {
  return accountId === undefined ? { kind: "unknown-account", eventId } : byEvent(accountId, eventTime);
}

function byEvent(accountId: string, eventTime: string): OnboardingInput {
  return { kind: "account", accountId, by: "event", eventTime: new Date(eventTime) };
}
