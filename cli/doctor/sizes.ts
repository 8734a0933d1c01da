import { documentSizes } from "#shared/config/combinations.ts";
import type { Config } from "#shared/config/schema.ts";
import type { DoctorFinding } from "./finding.ts";

/** Share of a quota from which on it is worth a thought. A configuration beyond it is refused before. */
const nearlyFull = 0.9;

/** How much of IAM's and STS's quotas the documents of a configuration take. */
export function sizesFinding(config: Config): DoctorFinding {
  const sizes = documentSizes(config);
  const what = `${sizes.map((one) => `${one.what} ${one.size} of ${one.limit} characters`).join(", ")}.`;
  const tight = sizes.filter(({ size, limit }) => size > limit * nearlyFull);
  if (tight.length === 0) return { check: "document-sizes", status: "ok", what };
  const remedy = `Nearly full: ${tight.map((one) => one.what).join(", ")}. List fewer or shorter policies and principals before there are more.`;
  return { check: "document-sizes", status: "warning", what, remedy };
}
