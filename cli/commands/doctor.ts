import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { Command, Option } from "commander";
import { clientSettings } from "#shared/aws/clients.ts";
import type { OrganizationAccount } from "#shared/organization/read-organization.ts";
import { everyAccount, streamAccounts } from "#shared/run/stream-accounts.ts";
import { type Connection, connect } from "../connect.ts";
import { countsText } from "../counts-text.ts";
import { eventsFinding } from "../doctor/events.ts";
import { type DoctorFinding, findingStatuses, orUnknown } from "../doctor/finding.ts";
import { regionFinding } from "../doctor/region.ts";
import { sampledFindings, sampleOf } from "../doctor/sampled-accounts.ts";
import { sizesFinding } from "../doctor/sizes.ts";
import { sourceFindings } from "../doctor/source.ts";
import { readStack, stackFinding } from "../doctor/stack.ts";
import { trailFinding } from "../doctor/trail.ts";
import { exitCodes } from "../exit-codes.ts";
import { type AwsOptions, awsOptions, upTo } from "../options.ts";
import { proseLines } from "../prose.ts";
import { type Style, terminal } from "../terminal.ts";

interface DoctorOptions extends AwsOptions {
  readonly sample: number;
}

export function doctorCommand(): Command {
  return awsOptions(new Command("doctor"))
    .description("look for what goes wrong without a sound: Region, trail, stack, access roles, principals, quotas")
    .addOption(
      new Option("--sample <n>", "accounts to look into").env("ASSUMABLE_SAMPLE").default(10).argParser(upTo(1000)),
    )
    .addHelpText(
      "after",
      `
Examples:
  assumable doctor
  assumable doctor --sample 100
  assumable doctor --output json | jq 'select(.status == "problem")'

Reads alone. Exit code 1 where there is a problem, or AWS would not say; 0 otherwise.`,
    )
    .action(async (options: DoctorOptions) => {
      const findings: DoctorFinding[] = [];
      for (const found of checks(options, await connect(options))) {
        for (const finding of await found) {
          findings.push(finding);
          tell(finding, options.output);
        }
      }
      process.exitCode = tellSum(findings, options.output);
    });
}

/** Every check, all under way at once, in the order they are told. */
function checks(
  { region, profile, stage, sample }: DoctorOptions,
  connection: Connection,
): readonly Promise<readonly DoctorFinding[]>[] {
  const { config, organization } = connection.deployment;
  const settings = clientSettings(region, profile);
  const name = `assumable-${stage}`;
  const place = { name, stage, region, accountId: organization.managementAccountId };
  const stack = readStack(new CloudFormationClient(settings), name);
  const accounts = readAccounts(connection);
  const events = Promise.all([stack, accounts]).then(([deployed, { all }]) =>
    eventsFinding(new CloudWatchClient(settings), { stack: deployed, accounts: all, now: new Date() }),
  );
  const sampled = accounts.then(({ inScope }) => sampledFindings(sampleOf(inScope, sample), connection));
  const source = accounts.then(({ inScope }) => sourceFindings(inScope.length, connection));
  const stacks = stack.then((deployed) => [stackFinding(deployed, place)]);
  const one = (finding: DoctorFinding) => [finding];
  return [
    Promise.resolve([regionFinding(region)]),
    orUnknown("stack", stacks),
    orUnknown("trail", trailFinding(new CloudTrailClient(settings)).then(one)),
    orUnknown("events", events.then(one)),
    orUnknown("access-roles", sampled),
    orUnknown("source-principals", source),
    Promise.resolve([sizesFinding(config)]),
  ];
}

interface Accounts {
  readonly all: readonly OrganizationAccount[];
  /** Ids of those that are to have the role. */
  readonly inScope: readonly string[];
}

async function readAccounts({ aws, deployment }: Connection): Promise<Accounts> {
  const all: OrganizationAccount[] = [];
  const inScope: string[] = [];
  for await (const { account, skip } of streamAccounts(everyAccount, deployment, aws.organizations)) {
    all.push(account);
    if (skip === undefined) inScope.push(account.id);
  }
  return { all, inScope };
}

const styles: Readonly<Record<DoctorFinding["status"], Style>> = {
  ok: "green",
  warning: "yellow",
  problem: "red",
  unknown: "yellow",
};

function tell(finding: DoctorFinding, output: DoctorOptions["output"]): void {
  if (output === "json") {
    terminal.data(JSON.stringify({ type: "check", ...finding }));
    return;
  }
  const { check, status, what, remedy } = finding;
  terminal.data(`${terminal.column(styles[status], status, "problem".length)}  ${check}`);
  for (const line of [what, remedy].flatMap((text) => proseLines(text))) terminal.data(line);
}

function tellSum(findings: readonly DoctorFinding[], output: DoctorOptions["output"]): number {
  const count = (status: DoctorFinding["status"]) => findings.filter((finding) => finding.status === status).length;
  const totals = Object.fromEntries(findingStatuses.map((status) => [status, count(status)]));
  const exitCode = count("problem") + count("unknown") > 0 ? exitCodes.trouble : exitCodes.done;
  if (output === "json") terminal.data(JSON.stringify({ type: "check-summary", totals, exitCode }));
  else terminal.data(`\n${countsText(totals)}`);
  return exitCode;
}
