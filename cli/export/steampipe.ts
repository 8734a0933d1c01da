import { commentText, type Export, type ExportedAccount, plainName } from "./exported-account.ts";

/**
 * Connections of Steampipe's AWS plugin, one for each account by its profile, and aggregators: of all accounts, and of
 * each organizational unit with the units in it.
 * https://hub.steampipe.io/plugins/turbot/aws#multi-account-connections
 */
export function steampipe({ accounts }: Export): string {
  const header = [
    "# For Steampipe's AWS plugin; its profiles come from `assumable export aws-config`.",
    "# Written by assumable; written anew, not edited.",
  ];
  const blocks = [
    ...accounts.map(connection),
    aggregator("aws_all", "every account", accounts),
    ...units(accounts).map(({ id, name, accounts: inside }) =>
      aggregator(connectionName(`ou ${plainName(name)} ${id.replace(/^ou-[a-z0-9]+-/, "")}`), name, inside),
    ),
  ];
  return `${[...header, ...blocks.flatMap((block) => ["", ...block])].join("\n")}\n`;
}

function connection({ accountId, name, alias }: ExportedAccount): readonly string[] {
  return [
    `# ${commentText(`${accountId} ${name}`)}`,
    `connection "${connectionName(alias)}" {`,
    '  plugin  = "aws"',
    `  profile = "${alias}"`,
    '  regions = ["*"]',
    "}",
  ];
}

function aggregator(name: string, of: string, accounts: readonly ExportedAccount[]): readonly string[] {
  return [
    `# ${commentText(of)}`,
    `connection "${name}" {`,
    '  plugin      = "aws"',
    '  type        = "aggregator"',
    `  connections = [${accounts.map(({ alias }) => `"${connectionName(alias)}"`).join(", ")}]`,
    "}",
  ];
}

/** Lower case letters, digits and underscores, beginning with a letter. */
function connectionName(alias: string): string {
  return `aws_${alias.replace(/[^a-z0-9]+/g, "_")}`;
}

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly accounts: ExportedAccount[];
}

/** Units that accounts are in, directly or not, in the order of their ids. */
function units(accounts: readonly ExportedAccount[]): readonly Unit[] {
  const found = new Map<string, Unit>();
  for (const account of accounts) {
    for (const { id, name } of account.organizationalUnits) {
      const unit = found.get(id) ?? { id, name, accounts: [] };
      unit.accounts.push(account);
      found.set(id, unit);
    }
  }
  return [...found.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
}
