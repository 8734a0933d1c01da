import { Argument, Command, Option } from "commander";
import { unitNamesOf } from "#shared/organization/unit-names.ts";
import { type ListedAccount, listedAccount } from "#shared/run/listed-account.ts";
import { streamAccounts } from "#shared/run/stream-accounts.ts";
import { type Connection, connect } from "../connect.ts";
import { exportedAccounts } from "../export/exported-account.ts";
import { type Format, formats } from "../export/formats.ts";
import { UsageError } from "../failure.ts";
import { type SelectionOptions, selectionOptions } from "../options.ts";
import { finishedIn } from "../retry.ts";
import { wantedBy } from "../selection.ts";
import { writeFileWhole } from "../write-file.ts";
import { tellWritten } from "../written.ts";

interface ExportOptions extends SelectionOptions {
  readonly from?: string;
  readonly sourceProfile: string;
  readonly out?: string;
}

export function exportCommand(): Command {
  return selectionOptions(new Command("export"))
    .description("write the accounts in the form of a tool that reads them")
    .addArgument(new Argument("<format>", "which form").choices(Object.keys(formats)))
    .addOption(new Option("--from <file>", "only accounts that have the role by this report").env("ASSUMABLE_FROM"))
    .addOption(
      new Option("--source-profile <name>", "profile whose credentials assume the roles")
        .env("ASSUMABLE_SOURCE_PROFILE")
        .default("default"),
    )
    .addOption(new Option("--out <file>", "file to write, whole or not at all (default: stdout)").env("ASSUMABLE_OUT"))
    .addHelpText(
      "after",
      `
Examples:
  assumable export aws-config --out ~/.aws/assumable
  AWS_CONFIG_FILE=~/.aws/assumable aws --profile production sts get-caller-identity
  assumable export steampipe --from report.json --out ~/.steampipe/config/aws.spc
  assumable export csv --ou ou-a1b2-11112222

Accounts in scope that work, or with --from those that a run or an apply --output json has found in line.`,
    )
    .action(async (name: string, options: ExportOptions) => {
      const format = formats[name] ?? unknownFormat(name);
      const finished = options.from === undefined ? undefined : new Set(finishedIn(options.from));
      const text = await exportText(format, options, finished, await connect(options));
      if (options.out === undefined) {
        process.stdout.write(text);
      } else {
        writeFileWhole(options.out, text);
        tellWritten(options.out, options.output);
      }
    });
}

async function exportText(
  format: Format,
  options: ExportOptions,
  finished: ReadonlySet<string> | undefined,
  connection: Connection,
): Promise<string> {
  const { deployment } = connection;
  const exclude = new Set(options.exclude);
  const listed: ListedAccount[] = [];
  for await (const account of accountsInScope(options, connection)) {
    const isLeft = exclude.has(account.accountId) || finished?.has(account.accountId) === false;
    if (!isLeft) listed.push(account);
  }
  const { region, sourceProfile } = options;
  return format({ accounts: exportedAccounts(listed, deployment), deployment, region, sourceProfile });
}

async function* accountsInScope(
  options: ExportOptions,
  { aws, deployment }: Connection,
): AsyncGenerator<ListedAccount> {
  const { organizations } = aws;
  const unitName = unitNamesOf(organizations);
  for await (const selected of streamAccounts(await wantedBy(options, organizations), deployment, organizations)) {
    if (selected.skip === undefined) yield listedAccount(selected, unitName);
  }
}

function unknownFormat(name: string): never {
  throw new UsageError(`There is no format ${name}.`, `Say one of ${Object.keys(formats).join(", ")}.`);
}
