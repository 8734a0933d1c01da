import { expect, test } from "vitest";
import { progressText } from "../../cli/progress.ts";

const empty = "░".repeat(20);

test.each<[number, number, boolean, number, string]>([
  [0, 0, false, 0, `${empty} 0 of 0 listed so far, 0.0 a second`],
  [5, 40, false, 2_000, `${empty} 5 of 40 listed so far, 2.5 a second`],
  [120, 2_000, true, 1_000, "█░░░░░░░░░░░░░░░░░░░ 120 of 2000, 120 a second, 16 s left"],
  [100, 2_000, true, 10_000, "█░░░░░░░░░░░░░░░░░░░ 100 of 2000, 10 a second, 3 min 10 s left"],
  [2_000, 2_000, true, 20_000, "████████████████████ 2000 of 2000, 100 a second, 0 s left"],
])("%i done of %i listed, all of them: %s, after %i ms, is told as it is", (done, listed, isWhole, time, expected) => {
  expect(progressText(done, listed, isWhole, time)).toBe(expected);
});
