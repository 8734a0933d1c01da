import type { AccountResult, AccountStatus } from "#shared/run/account-result.ts";
import { changeLines } from "./change-text.ts";
import { proseLines } from "./prose.ts";
import { type Style, terminal } from "./terminal.ts";

const styles: Readonly<Record<AccountStatus, Style>> = {
  "in-sync": "green",
  created: "green",
  repaired: "green",
  planned: "yellow",
  drifted: "yellow",
  skipped: "dim",
  conflict: "red",
  unreachable: "red",
  failed: "red",
  "not-attempted": "red",
};

const widestStatus = "not-attempted".length;

/** A status in its colour, padded to the widest. */
function statusText(status: AccountStatus): string {
  return terminal.column(styles[status], status, widestStatus);
}

/**
 * An account of a pass: one line, then what differs, and what to do where a person must act. `isRoleKnown` leaves out
 * what a new role is made of.
 */
export function accountLines(result: AccountResult, isRoleKnown = false): readonly string[] {
  const where = result.organizationalUnits.map(({ name }) => name).join("/");
  const place = where === "" ? result.name : `${result.name} (${where})`;
  return [
    [statusText(result.status), result.accountId, place, detailOf(result)].filter((part) => part !== "").join("  "),
    ...changesOf(result).flatMap((change) => changeLines(change, isRoleKnown && isNewRole(result))),
    ...("remedy" in result && result.status !== "not-attempted" ? proseLines(result.remedy) : []),
  ];
}

function isNewRole(result: AccountResult): boolean {
  return changesOf(result).some(({ kind }) => kind === "create-role");
}

function detailOf(result: AccountResult): string {
  switch (result.status) {
    case "skipped":
    case "conflict":
    case "unreachable":
    case "not-attempted":
      return result.reason;
    case "failed":
      return `${result.code}: ${result.message}`;
    case "in-sync":
    case "created":
    case "repaired":
    case "planned":
    case "drifted":
      return "";
  }
}

function changesOf(result: AccountResult) {
  if ("changes" in result) return result.changes;
  return "applied" in result ? result.applied : [];
}
