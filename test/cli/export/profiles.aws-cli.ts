import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Keys, type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf } from "#sandbox/world.ts";
import { assumable } from "../../support/command.ts";
import { stacks } from "../../support/stacks.ts";

const aws = ".build/venv/bin/aws";
const { accounts } = fakeOrganization;

let sandbox: Sandbox;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "aws-cli-"));
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
});

afterEach(() => sandbox.close());

/** Runs the AWS CLI, which knows of the sandbox by the environment alone; resolves to what it printed as JSON. */
async function cli(words: readonly string[], env: Readonly<Record<string, string>>): Promise<any> {
  const { endpoint, region } = sandbox.greeting;
  const child = spawn(aws, [...words, "--output", "json"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: folder, AWS_ENDPOINT_URL: endpoint, AWS_DEFAULT_REGION: region, ...env },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

function asEnvironment({ accessKeyId, secretAccessKey }: Keys): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

test("with the exported profiles, every covered account answers the AWS CLI as the member role", async () => {
  const result = join(folder, "result.ndjson");
  const config = join(folder, "config");
  writeFileSync(result, (await assumable(sandbox, ["apply", "--yes", "--output", "json"])).stdout);
  await assumable(sandbox, ["export", "aws-config", "--from", result, "--source-profile", "reader", "--out", config]);
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.greeting.credentials.source;
  const credentials = join(folder, "credentials");
  const lines = [
    "[reader]",
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    `aws_session_token = ${sessionToken}`,
  ];
  writeFileSync(credentials, `${lines.join("\n")}\n`);

  const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
  const covered = { "security-tooling": "source", production: "production", staging: "staging" } as const;
  for (const [profile, account] of Object.entries(covered)) {
    const identity = await cli(["--profile", profile, "sts", "get-caller-identity"], env);
    expect(identity).toMatchObject({
      Account: accounts[account],
      Arn: expect.stringContaining(":assumed-role/CrossAccountReadOnlyRole/"),
    });
  }
  for (const [profile, account] of [
    ["control-tower", "controlTower"],
    ["management", "management"],
  ] as const) {
    expect((await cli(["--profile", profile, "sts", "get-caller-identity"], env)).Account).toBe(accounts[account]);
  }
});

test("an account that the AWS CLI creates gets its role", async () => {
  const env = asEnvironment(sandbox.greeting.credentials.management);
  const words = ["organizations", "create-account", "--account-name", "Team", "--email", "team@example.com"];

  const { CreateAccountStatus: created } = await cli(words, env);
  await sandbox.idle();

  const describe = ["organizations", "describe-create-account-status", "--create-account-request-id", created.Id];
  const { CreateAccountStatus: status } = await cli(describe, env);
  expect(status.State).toBe("SUCCEEDED");
  expect(accountOf(sandbox.world, status.AccountId).roles.has("crossaccountreadonlyrole")).toBe(true);
});

test("a run that the AWS CLI starts has a report that it reads", async () => {
  const env = asEnvironment(sandbox.greeting.credentials.management);
  const { stateMachineArn = "" } = sandbox.greeting;

  await cli(["stepfunctions", "start-execution", "--state-machine-arn", stateMachineArn, "--name", "first"], env);
  await sandbox.idle();

  const listed = await cli(
    ["s3api", "list-objects-v2", "--bucket", "assumable-prod-runbucket", "--prefix", "runs/"],
    env,
  );
  expect(listed.Contents.map(({ Key }: { Key: string }) => Key)).toContain("runs/first/report.json");
  const file = join(folder, "report.json");
  const get = ["s3api", "get-object", "--bucket", "assumable-prod-runbucket", "--key", "runs/first/report.json", file];
  await cli(get, env);
  const exported = await assumable(sandbox, ["export", "csv", "--from", file]);
  expect(exported.stdout.match(/^\d{12},/gm)).toHaveLength(5);
});
