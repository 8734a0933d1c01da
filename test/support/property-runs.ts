/** A property is tried so many times; `PROPERTY_RUNS=10` tries ten times as many, 0.1 a tenth. */
export function propertyRuns(times: number): number {
  return Math.ceil(times * Number(process.env["PROPERTY_RUNS"] ?? 1));
}
