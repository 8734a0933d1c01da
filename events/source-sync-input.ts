import type { Mode } from "#shared/outcome.ts";
import {
  accountDepartedOrganizationSchema,
  closeAccountResultSchema,
  removeAccountFromOrganizationSchema,
} from "./departures.ts";
import { isEvent } from "./event-name.ts";
import { InvalidEventError, unknownEvent } from "./invalid-event.ts";
import { manualSourceSyncSchema } from "./manual-source-sync.ts";
import { onboardingDestinationSchema } from "./onboarding-destination.ts";
import { runSourceSyncSchema } from "./run-source-sync.ts";

/** What `sync-source-policy` is asked to do. */
export interface SourceSyncInput {
  readonly by: "hand" | "event" | "run";
  readonly mode: Mode;
}

/** A further event gets its schema and a place here. */
const events = [
  onboardingDestinationSchema,
  accountDepartedOrganizationSchema,
  removeAccountFromOrganizationSchema,
  closeAccountResultSchema,
];

/** Reads any input of `sync-source-policy`; throws InvalidEventError. */
export function parseSourceSyncInput(input: unknown): SourceSyncInput {
  if (events.some((schema) => schema.safeParse(input).success)) return { by: "event", mode: "apply" };
  const run = runSourceSyncSchema.safeParse(input);
  if (run.success) return { by: "run", mode: run.data.mode };
  const manual = manualSourceSyncSchema.safeParse(input);
  if (manual.success) return { by: "hand", mode: manual.data.mode };
  const what = '{}, {"mode": "plan"}, the record of an onboarding, or the event of an account that left';
  const issues = isEvent(input) ? [unknownEvent] : manual.error.issues;
  throw new InvalidEventError(what, issues);
}
