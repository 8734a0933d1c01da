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
