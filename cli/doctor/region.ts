import { eventRegionOf, partitionOfRegion } from "#shared/partition.ts";
import type { DoctorFinding } from "./finding.ts";

/** Organizations' events arrive in one Region of a partition; a stack anywhere else deploys well and hears nothing. */
export function regionFinding(region: string): DoctorFinding {
  const eventRegion = eventRegionOf(partitionOfRegion(region));
  if (eventRegion === undefined) {
    const what = `AWS does not document in which Region of this partition Organizations' events arrive.`;
    return { check: "region", status: "unknown", what };
  }
  if (region === eventRegion) {
    return { check: "region", status: "ok", what: `Organizations' events arrive in ${region}, which is asked here.` };
  }
  return {
    check: "region",
    status: "problem",
    what: `Organizations' events arrive in ${eventRegion} and never in ${region}.`,
    remedy: `Deploy the stack there: npm run deploy -- --region ${eventRegion}. Then ask again with --region ${eventRegion}.`,
  };
}
