import { type Command, InvalidArgumentError, Option } from "commander";
import { accountIdSchema } from "#shared/account-id.ts";
import { organizationalUnitIdSchema } from "#shared/config/names.ts";

/** Options of every command. */
export interface CommonOptions {
  readonly config: string;
  readonly stage: string;
  readonly output: "text" | "json";
  readonly debug: boolean;
}

/** Options of commands that ask AWS. */
export interface AwsOptions extends CommonOptions {
  readonly profile?: string;
  readonly region: string;
}

/** Options that choose accounts. */
export interface SelectionOptions extends AwsOptions {
  readonly accounts: readonly string[];
  readonly exclude: readonly string[];
  readonly ou: readonly string[];
}

/** Options of commands that work in accounts. */
export interface AccountOptions extends SelectionOptions {
  readonly concurrency?: number;
}

export function commonOptions(command: Command): Command {
  return command
    .addOption(new Option("--config <file>", "configuration file").env("ASSUMABLE_CONFIG").default("assumable.yml"))
    .addOption(
      new Option("--stage <stage>", "stage the configuration is deployed as").env("ASSUMABLE_STAGE").default("prod"),
    )
    .addOption(outputOption())
    .addOption(debugOption());
}

export function outputOption(): Option {
  return new Option("--output <form>", "text for people, json for programs")
    .choices(["text", "json"])
    .env("ASSUMABLE_OUTPUT")
    .default("text");
}

export function debugOption(): Option {
  return new Option("--debug", "show where an error comes from").env("ASSUMABLE_DEBUG").default(false);
}

export function awsOptions(command: Command): Command {
  return commonOptions(command)
    .addOption(new Option("--profile <name>", "profile of the AWS configuration").env("ASSUMABLE_PROFILE"))
    .addOption(new Option("--region <region>", "Region that is asked").env("AWS_REGION").default("us-east-1"));
}

export function selectionOptions(command: Command): Command {
  return awsOptions(command)
    .addOption(list("--accounts <ids>", "only these accounts", "ASSUMABLE_ACCOUNTS", "all", accountId))
    .addOption(list("--exclude <ids>", "not these accounts", "ASSUMABLE_EXCLUDE", "none", accountId))
    .addOption(list("--ou <ids>", "only accounts in these units, nested ones counting", "ASSUMABLE_OU", "all", unitId));
}

export function accountOptions(command: Command): Command {
  return selectionOptions(command).addOption(
    new Option("--concurrency <n>", "accounts at a time (default: as configured)")
      .env("ASSUMABLE_CONCURRENCY")
      .argParser(upTo(100)),
  );
}

/** A comma-separated list, which may also be given several times. */
function list(
  flags: string,
  description: string,
  variable: string,
  byDefault: string,
  check: (item: string) => string,
): Option {
  return new Option(flags, `${description}, separated by commas`)
    .env(variable)
    .default([], byDefault)
    .argParser((text, before: readonly string[] = []) => {
      const items = text.split(",").map((item) => item.trim());
      return [...before, ...items.filter((item) => item !== "").map(check)];
    });
}

function accountId(text: string): string {
  if (!accountIdSchema.safeParse(text).success)
    throw new InvalidArgumentError(`${text} is no account id of 12 digits.`);
  return text;
}

function unitId(text: string): string {
  if (!organizationalUnitIdSchema.safeParse(text).success) {
    throw new InvalidArgumentError(`${text} is no id of an organizational unit (ou-…) or root (r-…).`);
  }
  return text;
}

/** Reads a whole number from 1 on. */
export function upTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > most) throw new InvalidArgumentError(`It must be 1 to ${most}.`);
    return number;
  };
}
