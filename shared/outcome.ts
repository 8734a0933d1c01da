import type { AwsFailure } from "#shared/aws/errors.ts";

/** Why an account was left alone on purpose. */
export const skipReasons = [
  "suspended",
  "closed",
  "pending-activation",
  "excluded",
  "organizational-unit-excluded",
  "not-included",
  "management-account-excluded",
] as const;

export type SkipReason = (typeof skipReasons)[number];

/** Why what is there is not ours to change. */
export type ConflictReason =
  | "unmanaged-role-differs"
  | "other-stage-owns-role"
  | "different-path"
  | "different-case"
  | "unmanaged-policy-differs"
  | "other-stage-owns-policy"
  | "capacity-exceeded";

/** One access role that was tried, and AWS's answer. */
export interface AccessAttempt {
  readonly accessRole: string;
  readonly code: string;
  readonly message: string;
}

/**
 * What happened to one account, or to the source policy. `Change` is the closed union of what may change there.
 * Where a person must act, `remedy` is the exact next step.
 */
export type Outcome<Change> =
  | { readonly status: "in-sync" }
  | { readonly status: "created" | "repaired" | "planned" | "drifted"; readonly changes: readonly Change[] }
  | { readonly status: "skipped"; readonly reason: SkipReason }
  | {
      readonly status: "conflict";
      readonly reason: ConflictReason;
      readonly changes: readonly Change[];
      readonly remedy: string;
    }
  | {
      readonly status: "unreachable";
      readonly reason: "no-access-role-answered";
      readonly attempts: readonly AccessAttempt[];
      readonly remedy: string;
    }
  | ({ readonly status: "failed"; readonly applied: readonly Change[]; readonly remedy: string } & AwsFailure);

export type OutcomeStatus = Outcome<never>["status"];

/** `apply` changes what differs; `plan` says what would change and changes nothing. */
export type Mode = "apply" | "plan";
