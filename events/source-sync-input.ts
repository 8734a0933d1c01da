import type { Mode } from "#shared/outcome.ts";
import { InvalidEventError } from "./invalid-event.ts";
import { manualSourceSyncSchema } from "./manual-source-sync.ts";
import { onboardingDestinationSchema } from "./onboarding-destination.ts";

/** What `sync-source-policy` is asked to do. A further membership event gets its schema beside these and a case here. */
export interface SourceSyncInput {
  readonly by: "hand" | "event";
  readonly mode: Mode;
}

/** Reads any input of `sync-source-policy`; throws InvalidEventError. */
export function parseSourceSyncInput(input: unknown): SourceSyncInput {
  if (onboardingDestinationSchema.safeParse(input).success) return { by: "event", mode: "apply" };
  const manual = manualSourceSyncSchema.safeParse(input);
  if (manual.success) return { by: "hand", mode: manual.data.mode };
  throw new InvalidEventError('{}, {"mode": "plan"} or the record of an onboarding', manual.error.issues);
}
