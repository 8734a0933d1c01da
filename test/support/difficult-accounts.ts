import type { ListedAccount } from "#shared/run/listed-account.ts";

const workloads = { id: "ou-fake-workload", name: 'Work "loads"' };
const nested = { id: "ou-fake-producti", name: "Production ${HOME}" };
const same = { id: "ou-fake-same0001", name: 'Work "loads"' };

/** Accounts whose names break files that are put together carelessly. In no order. */
export const difficultAccounts: readonly ListedAccount[] = [
  ["300000000014", "ends in 222222222222", []],
  ["300000000001", "Plain", [workloads]],
  ["300000000002", "dots.and_underscores", [workloads, nested]],
  ["300000000003", "quotes \"double\" and 'single'", [workloads, nested]],
  ["300000000004", "Zürich Łódź 北京 🏔", [same]],
  ["300000000005", "🏔🏔", [same]],
  ["300000000006", "twice", []],
  ["300000000007", "Twice", []],
  ["300000000008", "two\nlines\r\n[profile evil]\nrole_arn = x", []],
  ["300000000009", "default", []],
  ["300000000010", "All", []],
  ["300000000011", "OU of somebody", []],
  ["300000000012", "=cmd()|', ; # \\ } ${HOME}", []],
  ["300000000013", "a,b", []],
  ["300000000015", "x", []],
  ["300000000016", "yes: no", []],
].map(([accountId, name, organizationalUnits]) => ({ accountId, name, organizationalUnits }) as ListedAccount);
