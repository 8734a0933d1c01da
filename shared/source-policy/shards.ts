/** Which accounts one managed policy lists. Numbered from 1. */
export interface Shard {
  readonly number: number;
  readonly accountIds: readonly string[];
}

/**
 * Distributes accounts over shards of `capacity` accounts. Accounts stay in the shard they are in; a new account goes
 * into the first shard with room, or into a new one with the lowest free number. Shards left empty are not returned.
 */
export function assignShards(
  current: readonly Shard[],
  desired: readonly string[],
  capacity: number,
): readonly Shard[] {
  const waiting = new Set(desired);
  const shards = new Map<number, string[]>();
  for (const { number, accountIds } of current.toSorted(byNumber)) {
    const kept = [...new Set(accountIds)].filter((id) => waiting.has(id)).slice(0, capacity);
    for (const id of kept) waiting.delete(id);
    shards.set(number, kept);
  }
  for (let number = 1; waiting.size > 0; number += 1) {
    const shard = shards.get(number) ?? [];
    const added = [...waiting].slice(0, capacity - shard.length);
    for (const id of added) waiting.delete(id);
    shards.set(number, [...shard, ...added]);
  }
  return [...shards]
    .map(([number, accountIds]) => ({ number, accountIds }))
    .filter(({ accountIds }) => accountIds.length > 0)
    .sort(byNumber);
}

function byNumber(left: Shard, right: Shard): number {
  return left.number - right.number;
}

/** Name of a shard's policy: the configured name, then that name with -2, -3, … */
export function shardName(policyName: string, number: number): string {
  return number === 1 ? policyName : `${policyName}-${number}`;
}

/** The number a policy of that name has as a shard; undefined for any other policy. */
export function shardNumber(policyName: string, name: string): number | undefined {
  if (name === policyName) return 1;
  if (!name.startsWith(`${policyName}-`)) return undefined;
  const suffix = name.slice(policyName.length + 1);
  return /^([2-9]|[1-9]\d+)$/.test(suffix) ? Number(suffix) : undefined;
}
