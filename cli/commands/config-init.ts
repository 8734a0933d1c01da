import { Command, Option } from "commander";
import { parseConfig } from "#shared/config/parse.ts";
import { presetNames } from "#shared/config/presets.ts";
import { type CommonOptions, debugOption, outputOption } from "../options.ts";
import { terminal } from "../terminal.ts";
import { writeNewFile } from "../write-file.ts";
import { tellWritten } from "../written.ts";

interface InitOptions {
  readonly sourceAccount?: string;
  readonly principal: readonly string[];
  readonly permissions: string;
  readonly out: string;
  readonly force: boolean;
  readonly output: CommonOptions["output"];
}

export function configInitCommand(): Command {
  return new Command("init")
    .description("write a commented configuration file")
    .addOption(new Option("--source-account <id>", "account the readers live in").env("ASSUMABLE_SOURCE_ACCOUNT"))
    .addOption(
      new Option("--principal <name>", "role/…, user/… or group/… that may assume the role; may be repeated")
        .default([], "asked for")
        .argParser((text, before: readonly string[] = []) => [...before, text]),
    )
    .addOption(
      new Option("--permissions <preset>", "what the role may read").choices(presetNames).default("ReadOnlyAccess"),
    )
    .addOption(new Option("--out <file>", "file to write").default("assumable.yml"))
    .addOption(new Option("--force", "replace a file that is there").default(false))
    .addOption(outputOption())
    .addOption(debugOption())
    .addHelpText(
      "after",
      `
Examples:
  assumable config init                            asks
  assumable config init --source-account 111111111111 --principal role/CloudQuery`,
    )
    .action(async (options: InitOptions) => {
      const accountId = options.sourceAccount ?? (await ask("Id of the account the readers live in: "));
      const principals =
        options.principal.length > 0
          ? options.principal
          : [await ask("Role that may assume the member role, as in role/CloudQuery: ")];
      const text = configText(accountId, principals, options.permissions);
      parseConfig(text, options.out);
      writeNewFile(options.out, text, options.force);
      tellWritten(options.out, options.output, " Next: assumable plan");
    });
}

function ask(question: string): Promise<string> {
  return terminal.ask(question, "There is nobody to ask.", "Say --source-account and --principal.");
}

function configText(accountId: string, principals: readonly string[], permissions: string): string {
  return `# yaml-language-server: $schema=./assumable.schema.json
# Configuration of assumable. What is not here has the default that is shown.

source:
  # The account your readers live in, in quotes: leading zeros are part of it.
  accountId: ${JSON.stringify(accountId)}
  # Who may assume the member role: role/…, user/… or group/…, with their path.
  principals: ${JSON.stringify(principals)}
  # trust: principals        # or account: whoever the source account itself allows
  # policy: { scope: organization }   # or any-account, accounts

role:
  # name: CrossAccountReadOnlyRole
  # maxSessionDuration: 3600          # seconds
  # What it may read: ReadOnlyAccess, SecurityAudit, ReadOnlyMetadata, or policies of your own.
  permissions: ${permissions}

# accounts:
#   exclude: []                       # account ids
#   organizationalUnits: { include: [], exclude: [] }
#   managementAccount: true

# Names of the administrator roles to get in by, in order.
# accessRoles: [OrganizationAccountAccessRole, AWSControlTowerExecution]

# existingRole: refuse                # or adopt: take over somebody else's role of that name
# drift: repair                       # or report
# schedule: rate(1 day)
# notify: { email: security@example.com }
# concurrency: 40
`;
}
