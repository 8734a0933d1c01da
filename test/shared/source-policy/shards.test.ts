import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountsDocument, accountsPerPolicy } from "#shared/source-policy/documents.ts";
import { assignShards, shardName, shardNumber } from "#shared/source-policy/shards.ts";
import { configOf } from "../../support/deployment.ts";

const id = (number: number) => String(number).padStart(12, "0");
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => id(from + index));

describe("shards", () => {
  test("hold 104 accounts of the how-to's role name, and not one more fits a managed policy", () => {
    const capacity = accountsPerPolicy(configOf(), { partition: "aws" });
    const sizeOf = (count: number) =>
      JSON.stringify(accountsDocument(configOf(), { partition: "aws" }, ids(1, count))).length;

    expect(capacity).toBe(104);
    expect(sizeOf(capacity)).toBeLessThanOrEqual(6144);
    expect(sizeOf(capacity + 1)).toBeGreaterThan(6144);
  });

  test("that have become too long keep what fits, and the rest moves on", () => {
    const current = [
      { number: 3, accountIds: ["d"] },
      { number: 1, accountIds: ["a", "b", "c"] },
    ];

    expect(assignShards(current, ["a", "b", "c", "d"], 2)).toEqual([
      { number: 1, accountIds: ["a", "b"] },
      { number: 2, accountIds: ["c"] },
      { number: 3, accountIds: ["d"] },
    ]);
  });

  test("are filled one after the other", () => {
    const shards = assignShards([], ids(1, 5), 2);

    expect(shards).toEqual([
      { number: 1, accountIds: ids(1, 2) },
      { number: 2, accountIds: ids(3, 4) },
      { number: 3, accountIds: ids(5, 5) },
    ]);
  });

  test("keep their accounts, and one that is left empty is gone", () => {
    const current = assignShards([], ids(1, 5), 2);

    const shards = assignShards(current, [...ids(1, 2), ...ids(5, 6)], 2);

    expect(shards).toEqual(
      [
        { number: 1, accountIds: ids(1, 2) },
        { number: 3, accountIds: ids(5, 5) },
        { number: 2, accountIds: ids(6, 6) },
      ].toSorted((left, right) => left.number - right.number),
    );
  });

  test("list an account once, wherever a hand has put it", () => {
    const current = [
      { number: 1, accountIds: [id(1), id(1)] },
      { number: 2, accountIds: [id(1), id(2)] },
    ];

    expect(assignShards(current, ids(1, 2), 2)).toEqual([
      { number: 1, accountIds: [id(1)] },
      { number: 2, accountIds: [id(2)] },
    ]);
  });

  test("whatever accounts come and go: none too full, none lost, none moved, one shard changed by one account", () => {
    const steps = fc.array(fc.record({ join: fc.boolean(), account: fc.integer({ min: 1, max: 30 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 6 }), (sequence, capacity) => {
        const desired = new Set<string>();
        let shards = assignShards([], [], capacity);
        for (const { join, account } of sequence) {
          const before = shards;
          if (join) desired.add(id(account));
          else desired.delete(id(account));
          shards = assignShards(before, [...desired], capacity);
          expect(shards.flatMap(({ accountIds }) => accountIds).toSorted()).toEqual([...desired].toSorted());
          expect(shards.every(({ accountIds }) => accountIds.length <= capacity)).toBe(true);
          const contents = (all: typeof shards) =>
            new Map(all.map(({ number, accountIds }) => [number, accountIds.toSorted().join()]));
          const [old, now] = [contents(before), contents(shards)];
          const changed = [...new Set([...old.keys(), ...now.keys()])].filter(
            (number) => old.get(number) !== now.get(number),
          );
          expect(changed.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test.each([
    ["Policy", 1],
    ["Policy-2", 2],
    ["Policy-17", 17],
    ["Policy-100", 100],
  ])("the name %s is that of shard %i", (name, number) => {
    expect(shardName("Policy", number)).toBe(name);
    expect(shardNumber("Policy", name)).toBe(number);
  });

  test.each(["Policy-1", "Policy-0", "Policy-02", "Policy-x", "Policy-2x", "Policy2", "Policy-", "Other", "Anybody2"])(
    "the name %s is no shard's",
    (name) => {
      expect(shardNumber("Policy", name)).toBeUndefined();
    },
  );
});
