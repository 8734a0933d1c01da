/** One line of the benchmark: a ratio or a count, of one run on one machine. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** As people read it: `≥ 20`; empty for what is only reported. */
  readonly target: string;
  readonly ok: boolean;
}

/** A figure that is to be reached: `≥`, or not exceeded: `≤`. */
export function figure(name: string, value: number, comparison: "≥" | "≤", target: number): Figure {
  const ok = comparison === "≥" ? value >= target : value <= target;
  return { name, value: rounded(value), target: `${comparison} ${target}`, ok };
}

/** A figure that has no target, for comparison. */
export function reported(name: string, value: number): Figure {
  return { name, value: rounded(value), target: "", ok: true };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
