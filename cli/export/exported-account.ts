import type { Deployment } from "#shared/deployment.ts";
import { memberRoleArn } from "#shared/member-role/role-arn.ts";
import type { ListedAccount } from "#shared/run/listed-account.ts";

/** An account as the tools that read need it. */
export interface ExportedAccount {
  readonly accountId: string;
  readonly name: string;
  /** The name in lower case ASCII letters, digits and dashes, unlike any other account's: for profiles and connections. */
  readonly alias: string;
  readonly organizationalUnits: ListedAccount["organizationalUnits"];
  readonly roleArn: string;
}

/** What a format is made from; accounts in the order of their ids. */
export interface Export {
  readonly accounts: readonly ExportedAccount[];
  readonly deployment: Deployment;
  readonly region: string;
  /** The profile whose credentials assume the roles. */
  readonly sourceProfile: string;
}

/** Lists accounts for export: sorted, each with an alias of its own. The same accounts always give the same aliases. */
export function exportedAccounts(listed: readonly ListedAccount[], deployment: Deployment): readonly ExportedAccount[] {
  const sorted = listed.toSorted((left, right) => (left.accountId < right.accountId ? -1 : 1));
  const uses = new Map<string, number>();
  for (const { name } of sorted) uses.set(plainName(name), (uses.get(plainName(name)) ?? 0) + 1);
  return sorted.map(({ accountId, name, organizationalUnits }) => {
    const plain = plainName(name);
    const alias = uses.get(plain) === 1 && !isReserved(plain) ? plain : aliasWithId(plain, accountId);
    const roleArn = memberRoleArn(deployment.config, deployment.partition, accountId);
    return { accountId, name, alias, organizationalUnits, roleArn };
  });
}

/**
 * Names that are no alias by themselves: those too short for some tool, those that mean something else in a file (the
 * default profile, the aggregators), and those that end in an account id, as the aliases of names that occur twice do.
 */
function isReserved(plain: string): boolean {
  return plain.length < 3 || /^(all|default|ou(-.*)?)$/.test(plain) || /\d{12}$/.test(plain);
}

function aliasWithId(plain: string, accountId: string): string {
  const parts = [/^(|ou(-.*)?)$/.test(plain) ? "account" : "", plain, accountId];
  return parts.filter((part) => part !== "").join("-");
}

/** Letters without their marks, everything else a dash. */
export function plainName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** A name for a comment: on one line, whatever is in it. */
export function commentText(name: string): string {
  return name.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

/** Path and name of the role, as in `audit/Reader`. */
export function rolePathAndName({ config }: Deployment): string {
  return `${config.role.path.slice(1)}${config.role.name}`;
}
