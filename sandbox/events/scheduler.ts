import type { Clock } from "../clock.ts";

/** The longest single wait in milliseconds: timers cannot take more than 24 days. */
const longestWait = 86_400_000;

/** Calls at a fixed rate, by the sandbox's clock, until it is ended. */
export class Scheduler {
  readonly #clock: Clock;
  readonly #ended = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The first call comes one period from now. */
  every(period: number, call: () => void): void {
    void this.#repeat(period, call);
  }

  end(): void {
    this.#ended.abort();
  }

  async #repeat(period: number, call: () => void): Promise<void> {
    for (let due = this.#clock.now() + period; ; due += period) {
      while (this.#clock.now() < due) {
        await this.#clock.sleep(Math.min(due - this.#clock.now(), longestWait), this.#ended.signal);
        if (this.#ended.signal.aborted) return;
      }
      call();
    }
  }
}
