/** Delays in milliseconds. AWS says only "a few minutes" of how long a new account takes. */
const firstDelay = 1_000;
const longestDelay = 60_000;

/** Exponential backoff with jitter: between half of and the whole of a delay that doubles up to a minute. */
export function backoffDelay(attempt: number, random: () => number): number {
  const full = Math.min(longestDelay, firstDelay * 2 ** attempt);
  return full / 2 + (full / 2) * random();
}
