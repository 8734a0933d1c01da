/** Time as the sandbox tells it. Milliseconds since the epoch, and of waiting. */
export interface Clock {
  now(): number;
  /** Resolves early where the signal is given up. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => wait(milliseconds, signal),
};

/** A clock that runs as the real one does and can be put forward: nights pass in no time. */
export class AdjustableClock implements Clock {
  #ahead = 0;
  readonly #wakeUps = new Set<() => void>();

  now(): number {
    return Date.now() + this.#ahead;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const due = this.now() + milliseconds;
    while (this.now() < due && !signal?.aborted) {
      const woken = new AbortController();
      const wakeUp = () => woken.abort();
      this.#wakeUps.add(wakeUp);
      const signals = signal === undefined ? [woken.signal] : [woken.signal, signal];
      await wait(due - this.now(), AbortSignal.any(signals));
      this.#wakeUps.delete(wakeUp);
    }
  }

  /** Puts the clock forward, in milliseconds; whoever sleeps looks at it again. */
  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
    for (const wakeUp of this.#wakeUps) wakeUp();
  }
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const giveUp = () => {
    clearTimeout(timer);
    resolve();
  };
  if (signal?.aborted) giveUp();
  signal?.addEventListener("abort", giveUp, { once: true });
  return promise.finally(() => signal?.removeEventListener("abort", giveUp));
}
