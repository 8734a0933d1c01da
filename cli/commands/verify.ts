import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { Command, Option } from "commander";
import pMap from "p-map";
import { clientSettings, createAccountClients } from "#shared/aws/clients.ts";
import { memberRoleArn } from "#shared/member-role/role-arn.ts";
import { partitionOfRegion } from "#shared/partition.ts";
import { type Connection, connect, readConfig } from "../connect.ts";
import { countsText } from "../counts-text.ts";
import { exitCodes } from "../exit-codes.ts";
import { UsageError } from "../failure.ts";
import { type AccountOptions, accountOptions } from "../options.ts";
import { proseLines } from "../prose.ts";
import { finishedIn } from "../retry.ts";
import { terminal } from "../terminal.ts";
import { verificationRemedy } from "../verify/remedies.ts";
import { type Verification, verifyAccount } from "../verify/verify-account.ts";
import { whyRefused } from "../verify/why-refused.ts";

interface VerifyOptions extends AccountOptions {
  readonly from?: string;
  readonly operatorProfile?: string;
}

type Result = Verification & { readonly accountId: string };

export function verifyCommand(): Command {
  return accountOptions(new Command("verify"))
    .description(
      "as a source principal: say in which accounts the member role can be assumed, reads, and does not write",
    )
    .addOption(new Option("--from <file>", "accounts that have the role by this report").env("ASSUMABLE_FROM"))
    .addOption(
      new Option("--operator-profile <name>", "profile that is asked why a role refuses").env(
        "ASSUMABLE_OPERATOR_PROFILE",
      ),
    )
    .addHelpText(
      "after",
      `
Examples:
  assumable verify --profile reader --from report.json
  assumable verify --profile reader --accounts 222222222222,333333333333
  assumable verify --profile reader --operator-profile admin --from report.json

--profile is the reader's. It need not list the organization: the accounts come from a report, of a run or of
apply --output json, or from --accounts. A role that refuses does not say why; --operator-profile, of the
management account, makes it known, by reads alone. Exit code 1 where an account is not readable, or is more than that.`,
    )
    .action(async (options: VerifyOptions) => {
      const accountIds = chosen(options);
      const results = await verifyAll(accountIds, options);
      tellSum(results, options.output);
      process.exitCode = results.every(({ status }) => status === "readable") ? exitCodes.done : exitCodes.trouble;
    });
}

function chosen({ from, accounts, exclude, ou }: VerifyOptions): readonly string[] {
  if (ou.length > 0) throw new UsageError("A reader does not know units.", "Say --from or --accounts instead of --ou.");
  const all =
    from === undefined ? accounts : finishedIn(from).filter((id) => accounts.length === 0 || accounts.includes(id));
  const left = all.filter((id) => !exclude.includes(id));
  if (left.length === 0) {
    throw new UsageError("There are no accounts to verify.", "Name a report with --from, or accounts with --accounts.");
  }
  return left;
}

async function verifyAll(accountIds: readonly string[], options: VerifyOptions): Promise<readonly Result[]> {
  const config = readConfig(options.config);
  const aws = createAccountClients(clientSettings(options.region, options.profile));
  const reader = { aws, externalId: config.role.externalId };
  // Credentials that are none are no account's fault.
  await aws.sts.send(new GetCallerIdentityCommand());
  const operator =
    options.operatorProfile === undefined ? undefined : await connect({ ...options, profile: options.operatorProfile });
  const partition = partitionOfRegion(options.region);
  return pMap(
    accountIds,
    async (accountId) => {
      const roleArn = memberRoleArn(config, partition, accountId);
      const verification = await verifyAccount(roleArn, reader);
      const result = { accountId, ...(await explained(verification, accountId, operator)) };
      tell(result, options.output);
      return result;
    },
    { concurrency: options.concurrency ?? config.concurrency },
  );
}

async function explained(
  verification: Verification,
  accountId: string,
  operator: Connection | undefined,
): Promise<Verification> {
  const isUnexplained = verification.status === "unreadable" && verification.obstacle === "role-refuses";
  if (operator === undefined || !isUnexplained) return verification;
  return { ...verification, obstacle: await whyRefused(accountId, operator) };
}

function tell(result: Result, output: VerifyOptions["output"]): void {
  const remedy = verificationRemedy(result);
  if (output === "json") {
    terminal.data(JSON.stringify({ type: "verification", ...result, remedy }));
    return;
  }
  const style = result.status === "readable" ? "green" : "red";
  const detail = result.status === "unreadable" ? result.obstacle : result.status === "failed" ? result.code : "";
  const status = terminal.column(style, result.status, "unreadable".length);
  terminal.data([status, result.accountId, detail].join("  ").trimEnd());
  const told = "message" in result ? [result.message, remedy] : [remedy];
  for (const line of told.flatMap((text) => proseLines(text))) terminal.data(line);
}

function tellSum(results: readonly Result[], output: VerifyOptions["output"]): void {
  const count = (status: Result["status"]) => results.filter((result) => result.status === status).length;
  const totals = {
    readable: count("readable"),
    unreadable: count("unreadable"),
    writable: count("writable"),
    failed: count("failed"),
  };
  if (output === "json") {
    terminal.data(JSON.stringify({ type: "verification-summary", totals }));
    return;
  }
  terminal.data(`\n${countsText(totals)}`);
}
