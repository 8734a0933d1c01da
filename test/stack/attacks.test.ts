import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListUsersCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { CloseAccountCommand, ListAccountsCommand } from "@aws-sdk/client-organizations";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Keys, type Sandbox, startSandbox } from "#sandbox/start.ts";
import { newSession } from "#sandbox/sts/session.ts";
import { accountOf } from "#sandbox/world.ts";
import { memberSessionPolicy } from "#shared/member-role/session-policy.ts";
import { sourceSessionPolicy } from "#shared/source-policy/session-policy.ts";
import { assume, iamAs, invoke, lambdaAs, organizationsAs, s3As, stepFunctionsAs } from "../support/clients.ts";
import { configOf } from "../support/deployment.ts";
import { stacks } from "../support/stacks.ts";

const RoleName = "CrossAccountReadOnlyRole";
const accessRole = "OrganizationAccountAccessRole";
const anyone =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}';
const everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";
const denied = { name: expect.stringMatching(/^AccessDenied/) };

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ packageFolder: stacks.standard.folder });
  await invoke(sandbox, "onboard-account", { accountId: sandbox.greeting.accounts.production });
});

afterAll(() => sandbox.close());

type StackRole =
  | "OnboardAccountRole"
  | "SyncSourcePolicyRole"
  | "ListAccountsRole"
  | "ReconcileAccountsRole"
  | "ReportRunRole"
  | "StateMachineRole"
  | "ScheduleRole";

/** The keys of a role of the stack, as a function has them in its environment. */
function executionKeys(role: StackRole): Keys {
  const { world } = sandbox;
  const management = accountOf(world, world.managementAccountId);
  const found = management.roles.get(`assumable-prod-${role}`.toLowerCase())!;
  return newSession(world, found, management.id, { sessionName: "attacker", seconds: 900 });
}

describe("with the keys of onboard-account, nobody", () => {
  const keys = () => executionKeys("OnboardAccountRole");
  const iam = () => iamAs(sandbox, keys());

  test("assumes another role of a member account", async () => {
    await expect(assume(sandbox, keys(), sandbox.greeting.accounts.production, RoleName)).rejects.toMatchObject(denied);
  });

  test("assumes the access role of an account outside the organization", async () => {
    const { outside, production } = sandbox.greeting.accounts;
    await expect(assume(sandbox, "management", outside, accessRole)).resolves.toBeDefined();

    await expect(assume(sandbox, keys(), production, accessRole)).resolves.toBeDefined();
    await expect(assume(sandbox, keys(), outside, accessRole)).rejects.toMatchObject(denied);
  });

  test.each<[string, () => Promise<unknown>]>([
    [
      "creates another role in the management account",
      () => iam().send(new CreateRoleCommand({ RoleName: "Backdoor", AssumeRolePolicyDocument: anyone })),
    ],
    ["creates a user", () => iam().send(new CreateUserCommand({ UserName: "backdoor" }))],
    ["makes keys for the administrator", () => iam().send(new CreateAccessKeyCommand({ UserName: "Administrator" }))],
    [
      "attaches AdministratorAccess to the member role",
      () => iam().send(new AttachRolePolicyCommand({ RoleName, PolicyArn: administratorAccess })),
    ],
    [
      "attaches anything to its own execution role",
      () =>
        iam().send(
          new AttachRolePolicyCommand({
            RoleName: "assumable-prod-OnboardAccountRole",
            PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        ),
    ],
    [
      "writes an inline policy into its own execution role",
      () =>
        iam().send(
          new PutRolePolicyCommand({
            RoleName: "assumable-prod-OnboardAccountRole",
            PolicyName: "x",
            PolicyDocument: everything,
          }),
        ),
    ],
    [
      "opens its own execution role",
      () =>
        iam().send(
          new UpdateAssumeRolePolicyCommand({ RoleName: "assumable-prod-OnboardAccountRole", PolicyDocument: anyone }),
        ),
    ],
    ["lists users", () => iam().send(new ListUsersCommand())],
    ["lists accounts", () => organizationsAs(sandbox, keys()).send(new ListAccountsCommand())],
    [
      "closes an account",
      () =>
        organizationsAs(sandbox, keys()).send(
          new CloseAccountCommand({ AccountId: sandbox.greeting.accounts.staging }),
        ),
    ],
    [
      "invokes itself",
      () => lambdaAs(sandbox, keys()).send(new InvokeCommand({ FunctionName: "assumable-prod-onboard-account" })),
    ],
  ])("%s", async (_name, attack) => {
    await expect(attack()).rejects.toMatchObject(denied);
  });
});

describe("with the keys of sync-source-policy, nobody", () => {
  const keys = () => executionKeys("SyncSourcePolicyRole");

  test("gets into any account but the source account", async () => {
    await expect(assume(sandbox, keys(), sandbox.greeting.accounts.production, accessRole)).rejects.toMatchObject(
      denied,
    );
    await expect(assume(sandbox, keys(), sandbox.greeting.accounts.source, accessRole)).resolves.toBeDefined();
  });

  test.each<[string, () => Promise<unknown>]>([
    [
      "creates a role",
      () => iamAs(sandbox, keys()).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: anyone })),
    ],
    [
      "lists accounts, where it has none to list",
      () => organizationsAs(sandbox, keys()).send(new ListAccountsCommand()),
    ],
    [
      "invokes the other function",
      () => lambdaAs(sandbox, keys()).send(new InvokeCommand({ FunctionName: "assumable-prod-onboard-account" })),
    ],
  ])("%s", async (_name, attack) => {
    await expect(attack()).rejects.toMatchObject(denied);
  });
});

describe("with the keys of a part of the run, nobody", () => {
  const Bucket = "assumable-prod-runbucket";
  const put = (role: StackRole, Key: string) => () =>
    s3As(sandbox, executionKeys(role)).send(new PutObjectCommand({ Bucket, Key, Body: "[]" }));
  const get = (role: StackRole, Key: string) => () =>
    s3As(sandbox, executionKeys(role)).send(new GetObjectCommand({ Bucket, Key }));
  const enter = (role: StackRole, account: "production" | "outside") => () =>
    assume(sandbox, executionKeys(role), sandbox.greeting.accounts[account], accessRole);
  const callFunction = (role: StackRole, name: string) => () =>
    lambdaAs(sandbox, executionKeys(role)).send(new InvokeCommand({ FunctionName: `assumable-prod-${name}` }));
  const start = (role: StackRole) => () =>
    stepFunctionsAs(sandbox, executionKeys(role)).send(
      new StartExecutionCommand({ stateMachineArn: sandbox.greeting.stateMachineArn }),
    );

  test.each<[string, () => Promise<unknown>]>([
    ["of list-accounts gets into an account", enter("ListAccountsRole", "production")],
    ["of list-accounts writes results", put("ListAccountsRole", "work/run/results/0001.json")],
    ["of list-accounts writes a report", put("ListAccountsRole", "runs/run/report.json")],
    ["of list-accounts reads a report", get("ListAccountsRole", "runs/run/report.json")],
    ["of reconcile-accounts gets into an account outside", enter("ReconcileAccountsRole", "outside")],
    ["of reconcile-accounts names accounts itself", put("ReconcileAccountsRole", "work/run/accounts/0001.json")],
    ["of reconcile-accounts turns a plan into more", put("ReconcileAccountsRole", "work/run/run.json")],
    ["of reconcile-accounts writes a report", put("ReconcileAccountsRole", "runs/run/report.json")],
    [
      "of reconcile-accounts creates another role in the management account",
      () =>
        iamAs(sandbox, executionKeys("ReconcileAccountsRole")).send(
          new CreateRoleCommand({ RoleName: "Backdoor", AssumeRolePolicyDocument: anyone }),
        ),
    ],
    ["of report-run gets into an account", enter("ReportRunRole", "production")],
    ["of report-run names accounts", put("ReportRunRole", "work/run/accounts/0001.json")],
    ["of report-run starts a run", start("ReportRunRole")],
    ["of the state machine gets into an account", enter("StateMachineRole", "production")],
    ["of the state machine onboards an account", callFunction("StateMachineRole", "onboard-account")],
    ["of the state machine names accounts", put("StateMachineRole", "work/run/accounts/0001.json")],
    ["of the schedule invokes a function", callFunction("ScheduleRole", "reconcile-accounts")],
    ["of sync-source-policy starts a run", start("SyncSourcePolicyRole")],
  ])("%s", async (_name, attack) => {
    await expect(attack()).rejects.toMatchObject(denied);
  });

  test("brings accounts of their own to reconcile-accounts: it takes the name of a page and nothing else", async () => {
    const { outside } = sandbox.greeting.accounts;
    const forged = { runId: "run", page: 1, accounts: [{ accountId: outside }] };

    expect(await invoke(sandbox, "reconcile-accounts", forged)).toMatchObject({ errorType: "InvalidEventError" });
    expect(await invoke(sandbox, "reconcile-accounts", { runId: "run", page: 1 })).toMatchObject({
      errorType: "AccessDenied",
    });
  });
});

describe("with a stolen session in a member account, nobody", () => {
  const session = async () => {
    const { production } = sandbox.greeting.accounts;
    const policy = memberSessionPolicy(configOf(), { partition: "aws", accountId: production }, "apply");
    const keys = await assume(sandbox, "management", production, accessRole, { Policy: JSON.stringify(policy) });
    return iamAs(sandbox, keys);
  };

  test("can do more than read the member role and bring it in line, which it can", async () => {
    await expect((await session()).send(new GetRoleCommand({ RoleName }))).resolves.toBeDefined();
    const attach = new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    await expect((await session()).send(attach)).resolves.toBeDefined();
  });

  type Iam = Awaited<ReturnType<typeof session>>;
  test.each<[string, (iam: Iam) => Promise<unknown>]>([
    [
      "creates another role",
      (iam) => iam.send(new CreateRoleCommand({ RoleName: "Backdoor", AssumeRolePolicyDocument: anyone })),
    ],
    [
      "attaches AdministratorAccess to the member role",
      (iam) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: administratorAccess })),
    ],
    [
      "attaches a configured policy to another role",
      (iam) =>
        iam.send(
          new AttachRolePolicyCommand({ RoleName: accessRole, PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
        ),
    ],
    [
      "writes an inline policy, where none is configured",
      (iam) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "x", PolicyDocument: everything })),
    ],
    [
      "sets a boundary, where none is configured",
      (iam) => iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: administratorAccess })),
    ],
    [
      "opens the access role",
      (iam) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: accessRole, PolicyDocument: anyone })),
    ],
    ["deletes the member role", (iam) => iam.send(new DeleteRoleCommand({ RoleName }))],
    ["creates a user", (iam) => iam.send(new CreateUserCommand({ UserName: "backdoor" }))],
    ["reads another role", (iam) => iam.send(new GetRoleCommand({ RoleName: accessRole }))],
  ])("%s", async (_name, attack) => {
    await expect(attack(await session())).rejects.toMatchObject(denied);
  });
});

describe("with a stolen session in the source account, nobody", () => {
  const session = async () => {
    const policy = sourceSessionPolicy(configOf(), { partition: "aws" });
    const keys = await assume(sandbox, "management", sandbox.greeting.accounts.source, accessRole, {
      Policy: JSON.stringify(policy),
    });
    return iamAs(sandbox, keys);
  };

  type Iam = Awaited<ReturnType<typeof session>>;
  test.each<[string, (iam: Iam) => Promise<unknown>]>([
    [
      "attaches AdministratorAccess to the source principal",
      (iam) => iam.send(new AttachRolePolicyCommand({ RoleName: "CloudQuery", PolicyArn: administratorAccess })),
    ],
    [
      "attaches the source policy to another role",
      (iam) =>
        iam.send(
          new AttachRolePolicyCommand({
            RoleName: accessRole,
            PolicyArn: `arn:aws:iam::${sandbox.greeting.accounts.source}:policy/CloudQueryCrossAccountReadOnlyAccess`,
          }),
        ),
    ],
    [
      "creates a role",
      (iam) => iam.send(new CreateRoleCommand({ RoleName: "Backdoor", AssumeRolePolicyDocument: anyone })),
    ],
    ["makes keys for a user", (iam) => iam.send(new CreateAccessKeyCommand({ UserName: "Intruder" }))],
    [
      "opens the source principal",
      (iam) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "CloudQuery", PolicyDocument: anyone })),
    ],
  ])("%s", async (_name, attack) => {
    await expect(attack(await session())).rejects.toMatchObject(denied);
  });
});

test("a session policy fits STS's limit with room to spare", () => {
  const config = configOf({ role: { permissions: "SecurityAudit" } });
  const sizes = [
    memberSessionPolicy(config, { partition: "aws-us-gov", accountId: "111111111111" }, "apply"),
    sourceSessionPolicy(config, { partition: "aws-us-gov" }),
  ].map((policy) => JSON.stringify(policy).length);

  expect(Math.max(...sizes)).toBeLessThan(1600);
});
