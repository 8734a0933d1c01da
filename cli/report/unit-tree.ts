import type { CoveredAccount } from "./coverage.ts";

/** An organizational unit with what is in it. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly units: Map<string, Unit>;
  readonly accounts: CoveredAccount[];
}

/** The organization as a tree; accounts right below the root are the root's. */
export function unitTree(accounts: readonly CoveredAccount[]): Unit {
  const root: Unit = { id: "root", name: "Root", units: new Map(), accounts: [] };
  for (const account of accounts) {
    let unit = root;
    for (const { id, name } of account.organizationalUnits) {
      const next = unit.units.get(id) ?? { id, name, units: new Map(), accounts: [] };
      unit.units.set(id, next);
      unit = next;
    }
    unit.accounts.push(account);
  }
  return root;
}

/** Every account of a unit, those of the units in it too. */
export function allIn(unit: Unit): readonly CoveredAccount[] {
  return [...unit.accounts, ...[...unit.units.values()].flatMap(allIn)];
}
