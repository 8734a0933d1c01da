import { styleText } from "node:util";
import type { RunReport } from "#shared/run/report-schema.ts";

type Style = Parameters<typeof styleText>[0];

/** Outcomes that are as they should be, that are left alone, and that need somebody. */
const styles: Readonly<Record<string, Style>> = {
  "in-sync": "green",
  created: "green",
  repaired: "green",
  planned: "yellow",
  skipped: "dim",
};

/** A run report as people read it in a terminal: an account a line, aligned, then the totals. */
export function reportTable({ accounts, totals, sourcePolicy }: RunReport): string {
  const rows = accounts.map((account) => ({
    accountId: account.accountId,
    name: account.name,
    where: ["", ...account.organizationalUnits.map(({ name }) => name)].join("/") || "/",
    status: account.status,
    detail: account.status === "created" ? "" : detailOf(account),
  }));
  const width = (key: keyof (typeof rows)[number]) => Math.max(...rows.map((row) => row[key].length));
  const lines = rows.map(({ accountId, name, where, status, detail }) =>
    [
      accountId,
      name.padEnd(width("name")),
      where.padEnd(width("where")),
      styleText(styles[status] ?? "red", status) + " ".repeat(width("status") - status.length),
      detail,
    ]
      .join("  ")
      .trimEnd(),
  );
  const counted = Object.entries(totals).filter(([status, count]) => status !== "accounts" && count > 0);
  const summary = counted.map(([status, count]) => `${count} ${status}`).join(", ");
  const all = totals.accounts === 1 ? "1 account" : `${totals.accounts} accounts`;
  return [...lines, `${all}: ${summary}; source policy ${sourcePolicy.status}`].join("\n");
}

/** Why it is not as it should be, or what was changed. */
function detailOf({ reason, code, changes = [] }: RunReport["accounts"][number]): string {
  return reason ?? code ?? changes.map(({ kind }) => kind).join(", ");
}
