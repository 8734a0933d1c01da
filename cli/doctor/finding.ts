import { awsFailure } from "#shared/aws/errors.ts";

/** What doctor looks at. */
export type CheckName =
  | "region"
  | "stack"
  | "trail"
  | "events"
  | "access-roles"
  | "service-control-policies"
  | "stale-principals"
  | "source-principals"
  | "policy-capacity"
  | "document-sizes";

export const findingStatuses = ["ok", "warning", "problem", "unknown"] as const;

/** What was found by one check. `unknown`: AWS would not say. */
export interface DoctorFinding {
  readonly check: CheckName;
  readonly status: (typeof findingStatuses)[number];
  readonly what: string;
  /** The next step; absent where there is none to take. */
  readonly remedy?: string;
}

/** Never rejects: what AWS refuses to tell is a finding, too, and no other check's fault. */
export async function orUnknown(
  check: CheckName,
  finding: Promise<readonly DoctorFinding[]>,
): Promise<readonly DoctorFinding[]> {
  try {
    return await finding;
  } catch (error) {
    const { code, message } = awsFailure(error);
    const remedy = "Allow the operator this read, or look yourself.";
    return [{ check, status: "unknown", what: `${code}: ${message}`, remedy }];
  }
}
