import { describe, expect, test } from "vitest";
import { AdjustableClock, realClock } from "#sandbox/clock.ts";

const day = 86_400_000;

describe("an adjustable clock", () => {
  test("that is put forward wakes whoever has slept long enough, and nobody else", async () => {
    const clock = new AdjustableClock();
    const woken: string[] = [];
    const short = clock.sleep(day).then(() => woken.push("short"));
    const ended = new AbortController();
    const long = clock.sleep(2 * day, ended.signal).then(() => woken.push("long"));

    clock.advance(day);
    await short;

    expect(woken).toEqual(["short"]);
    ended.abort();
    await long;
    expect(woken).toEqual(["short", "long"]);
  });

  test("runs on as the real one does", async () => {
    const clock = new AdjustableClock();
    clock.advance(day);

    const before = clock.now();
    await clock.sleep(20);

    expect(before).toBeGreaterThan(Date.now() + day - 1_000);
    expect(clock.now() - before).toBeGreaterThanOrEqual(19);
  });
});

test("a sleep by the real clock ends early where it is given up", async () => {
  const ended = new AbortController();
  const asleep = realClock.sleep(day, ended.signal);

  ended.abort();

  await expect(asleep).resolves.toBeUndefined();
});
