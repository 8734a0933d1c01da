import { setTimeout as wait } from "node:timers/promises";

/** Time as the sandbox tells it. Milliseconds since the epoch, and of waiting. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => wait(milliseconds),
};

/** A clock that runs `factor` times as fast, so that Lambda's minutes between retries pass in a test's seconds. */
export function acceleratedClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    sleep: (milliseconds) => wait(milliseconds / factor),
  };
}
