import { readFileSync } from "node:fs";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import { credentialsOf } from "#shared/aws/session-credentials.ts";
import { parseConfig } from "#shared/config/parse.ts";
import { memberTrustPolicy } from "#shared/member-role/trust-policy.ts";
import { onboardAccount } from "#shared/onboarding/onboard-account.ts";
import { readOrganization } from "#shared/organization/read-organization.ts";
import { policyDocumentSchema } from "#shared/policy-document/document.ts";
import { equivalent } from "#shared/policy-document/equivalent.ts";
import { assumable, jsonLines } from "../support/command.ts";
import { fileWith } from "../support/temporary-file.ts";
import { type MotoServer, startMoto } from "./moto-server.ts";

// Runs in order: one organization, from its first pass to its last.

const region = "us-east-1";
const RoleName = "CrossAccountReadOnlyRole";
const readOnlyAccess = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const keys = { accessKeyId: "AKIAMOTO", secretAccessKey: "moto" };

let moto: MotoServer;
let organizationId: string;
let sourceId: string;
let members: readonly string[];
let config: string;

beforeAll(async () => {
  moto = await startMoto();
  const organizations = new OrganizationsClient(settings());
  const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  organizationId = Organization?.Id ?? "";
  const ids: string[] = [];
  for (const AccountName of ["Security", "Workload One", "Workload Two"]) {
    const Email = `${AccountName.replace(" ", "-")}@example.com`;
    const { CreateAccountStatus } = await organizations.send(new CreateAccountCommand({ AccountName, Email }));
    ids.push(CreateAccountStatus?.AccountId ?? "");
  }
  [sourceId = "", ...members] = ids;
  const trust = {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
  };
  const source = await iamIn(sourceId);
  await source.send(new CreateRoleCommand({ RoleName: "CloudQuery", AssumeRolePolicyDocument: JSON.stringify(trust) }));
  config = fileWith(`source: { accountId: "${sourceId}", principals: [role/CloudQuery] }\n`);
});

afterAll(() => moto.close());

function settings() {
  return { endpoint: moto.endpoint, region, credentials: keys };
}

async function iamIn(accountId: string): Promise<IAMClient> {
  const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
  const answer = await new STSClient(settings()).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
  return new IAMClient({ ...settings(), credentials: credentialsOf(answer) });
}

function run(...words: readonly string[]) {
  const env = {
    ASSUMABLE_CONFIG: config,
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  };
  return assumable(undefined, words, { env });
}

async function statuses(...words: readonly string[]) {
  const lines = jsonLines(await run(...words, "--output", "json"));
  const accounts = lines.filter(({ type }) => type === "account").map(({ status }) => status);
  const source = lines.find(({ type }) => type === "source-policy");
  return { accounts: new Set(accounts), count: accounts.length, source: source?.["status"] };
}

test("backfill: apply makes the role in every account, and the source policy", async () => {
  expect(await statuses("apply", "--yes")).toEqual({ accounts: new Set(["created"]), count: 4, source: "created" });

  for (const accountId of [sourceId, ...members]) {
    const iam = await iamIn(accountId);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const expected = memberTrustPolicy(parseConfig(readFileSync(config, "utf8"), config), {
      partition: "aws",
      organizationId,
    });
    expect(equivalent(Role?.AssumeRolePolicyDocument, policyDocumentSchema.parse(expected))).toBe(true);
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toMatchObject([{ PolicyArn: readOnlyAccess }]);
  }
  const attached = await (await iamIn(sourceId)).send(new ListAttachedRolePoliciesCommand({ RoleName: "CloudQuery" }));
  expect(attached.AttachedPolicies).toMatchObject([{ PolicyName: "CloudQueryCrossAccountReadOnlyAccess" }]);
});

test("a second pass finds all in sync", async () => {
  expect(await statuses("apply", "--yes")).toEqual({ accounts: new Set(["in-sync"]), count: 4, source: "in-sync" });
  expect((await run("plan")).status).toBe(0);
});

test("drift repair: what was changed by hand is put right", async () => {
  const [accountId = ""] = members;
  const iam = await iamIn(accountId);
  const anyone = {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
  };
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(anyone) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }));
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: readOnlyAccess }));

  expect((await run("plan")).status).toBe(3);
  expect(await statuses("apply", "--yes", "--accounts", accountId)).toMatchObject({ accounts: new Set(["repaired"]) });
  expect((await run("plan")).status).toBe(0);
});

test("onboarding: the engine of the function gives a new account its role", async () => {
  const organizations = new OrganizationsClient(settings());
  const command = new CreateAccountCommand({ AccountName: "New", Email: "new@example.com" });
  const accountId = (await organizations.send(command)).CreateAccountStatus?.AccountId ?? "";
  process.env["AWS_ENDPOINT_URL"] = moto.endpoint;
  process.env["AWS_ACCESS_KEY_ID"] = keys.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = keys.secretAccessKey;
  const aws = createAwsClients(clientSettings(region));
  const services = { aws, now: () => Date.now(), sleep: async () => undefined, random: () => 0 };
  const organization = await readOrganization(aws.organizations);
  const deployment = {
    config: parseConfig(readFileSync(config, "utf8"), config),
    stage: "prod",
    partition: "aws" as const,
    organization,
  };

  expect(await onboardAccount(accountId, deployment, services)).toMatchObject({ status: "created" });
  expect((await statuses("plan")).accounts).toEqual(new Set(["in-sync"]));
});

test("export: a profile for every account", async () => {
  const { stdout, status } = await run("export", "aws-config");

  expect(status).toBe(0);
  expect(stdout.match(/^\[profile /gm)).toHaveLength(5);
  expect(stdout).toContain(`role_arn = arn:aws:iam::${members[0]}:role/${RoleName}`);
});

test("remove: takes it all away again", async () => {
  expect((await run("remove", "--yes")).status).toBe(0);
  expect((await run("plan")).stdout).toContain("5 accounts: 5 planned");
});
