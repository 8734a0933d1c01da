import fc from "fast-check";
import { expect, test } from "vitest";
import { pagesAtATime } from "#shared/run/pages-at-a-time.ts";

test.each([
  [1, 40],
  [4, 40],
  [16, 10],
  [40, 4],
  [50, 3],
  [100, 1],
])("with %i accounts at a time in a page, %i pages are worked on", (concurrency, pages) => {
  expect(pagesAtATime(concurrency)).toBe(pages);
});

test("whatever is configured, there is at least one page, at most 40, and at most 160 accounts", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (concurrency) => {
      const pages = pagesAtATime(concurrency);

      expect(pages).toBeGreaterThanOrEqual(1);
      expect(pages).toBeLessThanOrEqual(40);
      expect(pages * concurrency).toBeLessThanOrEqual(160);
    }),
  );
});
