import type { Export } from "./exported-account.ts";

/** A table as RFC 4180 has it, with a line of headings. */
export function csv({ accounts }: Export): string {
  const rows = accounts.map(({ accountId, name, alias, organizationalUnits, roleArn }) => [
    accountId,
    name,
    alias,
    organizationalUnits.map((unit) => unit.name).join("/"),
    roleArn,
  ]);
  const all = [["accountId", "name", "alias", "organizationalUnits", "roleArn"], ...rows];
  return all.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
