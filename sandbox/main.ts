import { parseArgs } from "node:util";
import { type SandboxOptions, startSandbox } from "./start.ts";

const usage = `npm run --silent sandbox -- [options]
  --port N            port on 127.0.0.1; 0 takes any free one (default 0)
  --partition NAME    aws, aws-us-gov, aws-cn or aws-eusc (default aws)
  --accounts N        further accounts besides the fake organization's (default 0)
  --package FOLDER    the packaged stack to deploy (default .build/sandbox)
  --throttle          answer Organizations' calls no faster than AWS does
  --access-role-delay MILLISECONDS   until a new account's access role answers (default 3000)

The first line on stdout is one JSON object: endpoint, region, organizationId, credentials, accounts.`;

/** Exit code for bad usage. */
const badUsage = 2;

function readOptions(): SandboxOptions {
  const text = { type: "string" } as const;
  const options = {
    port: text,
    partition: text,
    accounts: text,
    package: text,
    "access-role-delay": text,
    throttle: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) throw new Error(usage);
  return {
    port: wholeNumber("port", values.port ?? "0"),
    partition: values.partition ?? "aws",
    furtherAccounts: wholeNumber("accounts", values.accounts ?? "0"),
    packageFolder: values.package ?? ".build/sandbox",
    creationDelay: 500,
    isThrottled: values.throttle ?? false,
    accessRoleDelay: wholeNumber("access-role-delay", values["access-role-delay"] ?? "3000"),
    tell: (line) => console.error(line),
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number\n\n${usage}`);
  return Number(text);
}

try {
  const sandbox = await startSandbox(readOptions());
  const end = async () => {
    await sandbox.close();
    process.exit(0);
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  console.log(JSON.stringify(sandbox.greeting));
  console.error(
    `The fake organization ${sandbox.greeting.organizationId} answers on ${sandbox.greeting.endpoint}. Ctrl-C ends it.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = badUsage;
}
