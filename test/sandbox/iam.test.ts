import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetAccountSummaryCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListRolesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { administratorOf, iamAs, stsAs } from "../support/clients.ts";

const { production } = fakeOrganization.accounts;
const RoleName = "Tester";

let sandbox: Sandbox;
let iam: IAMClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  iam = await administratorOf(sandbox, production);
});

afterEach(() => sandbox.close());

function trust(principal: unknown): string {
  const statement = { Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function allow(action: string, resource: unknown = "*"): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
  });
}

const createRole = (principal: unknown = production) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(principal) }));

async function shownTrust(): Promise<string> {
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  return decodeURIComponent(role?.AssumeRolePolicyDocument ?? "");
}

describe("trust policies", () => {
  test("leave IAM URL-encoded, with an account as its root ARN", async () => {
    await createRole();
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));

    expect(role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22/);
    expect(await shownTrust()).toContain(`"arn:aws:iam::${production}:root"`);
  });

  test.each([
    ["a user that does not exist", `arn:aws:iam::${production}:user/Nobody`],
    ["an account that does not exist", "000000000000"],
    ["another partition", "arn:aws-cn:iam::222222222222:root"],
  ])("that name %s are refused", async (_name, principal) => {
    await expect(createRole(principal)).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
      message: expect.stringContaining("Invalid principal in policy"),
    });
  });

  test.each([
    ["no JSON", "not json"],
    ["no principal", allow("sts:AssumeRole")],
    ["an unknown effect", trust(production).replace("Allow", "Maybe")],
  ])("with %s are refused", async (_name, document) => {
    await expect(
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document })),
    ).rejects.toMatchObject({ name: "MalformedPolicyDocumentException" });
  });

  test("show a deleted user by unique id, and do not trust another of its name", async () => {
    await iam.send(new CreateUserCommand({ UserName: "Reader" }));
    await createRole(`arn:aws:iam::${production}:user/Reader`);
    expect(await shownTrust()).toContain(":user/Reader");

    await iam.send(new DeleteUserCommand({ UserName: "Reader" }));
    await iam.send(new CreateUserCommand({ UserName: "Reader" }));

    expect(await shownTrust()).toMatch(/"AIDA[A-Z2-7]{16}"/);
  });

  test("longer than 2,048 characters are refused", async () => {
    await createRole();
    const long = trust(Array.from({ length: 60 }, () => `arn:aws:iam::${production}:root`));

    await expect(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: long }))).rejects.toMatchObject(
      { name: "LimitExceededException" },
    );
  });
});

describe("names", () => {
  test("are unique whatever their case, and found as they are written", async () => {
    await createRole();

    const other = new CreateRoleCommand({
      RoleName: RoleName.toUpperCase(),
      AssumeRolePolicyDocument: trust(production),
    });
    await expect(iam.send(other)).rejects.toMatchObject({ name: "EntityAlreadyExistsException" });
    await expect(iam.send(new GetRoleCommand({ RoleName: RoleName.toUpperCase() }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
    });
  });

  test("of 65 characters, or with a space, are refused", async () => {
    for (const name of ["x".repeat(65), "my role"]) {
      await expect(
        iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust(production) })),
      ).rejects.toMatchObject({ name: "ValidationError" });
    }
  });
});

describe("limits and conflicts", () => {
  test("a managed policy holds 6,144 characters, white space not counted", async () => {
    const fitting = allow("s3:GetObject", "x".repeat(6144 - allow("s3:GetObject", "").length));
    const create = (PolicyName: string, PolicyDocument: string) =>
      iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));

    await expect(create("fits", `${fitting}   \n`)).resolves.toBeDefined();
    await expect(create("does-not", fitting.replace("xx", "xxx"))).rejects.toMatchObject({
      name: "LimitExceededException",
    });
  });

  test("a managed policy keeps five versions, and its default cannot be deleted", async () => {
    const PolicyDocument = allow("s3:GetObject");
    const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "P", PolicyDocument }));
    const version = new CreatePolicyVersionCommand({ PolicyArn: policy?.Arn, PolicyDocument });
    for (let count = 2; count <= 5; count += 1) await iam.send(version);

    await expect(iam.send(version)).rejects.toMatchObject({ name: "LimitExceededException" });
    await expect(
      iam.send(new DeletePolicyVersionCommand({ PolicyArn: policy?.Arn, VersionId: "v1" })),
    ).rejects.toMatchObject({ name: "DeleteConflictException" });
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: policy?.Arn, VersionId: "v2" }));
    expect((await iam.send(version)).PolicyVersion?.VersionId).toBe("v6");
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: policy?.Arn }))).rejects.toMatchObject({
      name: "DeleteConflictException",
    });
  });

  test("inline policies of a role hold 10,240 characters together", async () => {
    await createRole();
    const half = allow("s3:GetObject", "x".repeat(5000));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "one", PolicyDocument: half }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "two", PolicyDocument: half }));

    await expect(
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "three", PolicyDocument: half })),
    ).rejects.toMatchObject({ name: "LimitExceededException" });
    await expect(
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "two", PolicyDocument: half })),
    ).resolves.toBeDefined();
  });

  test("a role with policies cannot be deleted", async () => {
    await createRole();
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }));

    await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: "DeleteConflictException",
    });
  });

  test("a policy that does not exist cannot be attached", async () => {
    await createRole();
    const attach = new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/NoSuchAccess" });

    await expect(iam.send(attach)).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });
});

describe("users and groups", () => {
  test("a user with a new access key is who it says, and may what its group may", async () => {
    await iam.send(new CreateUserCommand({ UserName: "Reader" }));
    await iam.send(new CreateGroupCommand({ GroupName: "Readers" }));
    await iam.send(
      new PutGroupPolicyCommand({ GroupName: "Readers", PolicyName: "read", PolicyDocument: allow("iam:ListRoles") }),
    );
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: "Reader" }));
    const keys = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };

    const { Arn } = await stsAs(sandbox, keys).send(new GetCallerIdentityCommand());
    expect(Arn).toBe(`arn:aws:iam::${production}:user/Reader`);
    await expect(iamAs(sandbox, keys).send(new ListRolesCommand())).rejects.toMatchObject({ name: "AccessDenied" });
    await iam.send(new AddUserToGroupCommand({ GroupName: "Readers", UserName: "Reader" }));
    await expect(iamAs(sandbox, keys).send(new ListRolesCommand())).resolves.toBeDefined();
    await expect(iamAs(sandbox, keys).send(new GetUserCommand({ UserName: "Reader" }))).rejects.toMatchObject({
      message: expect.stringContaining("because no identity-based policy allows the iam:GetUser action"),
    });
    await expect(iam.send(new DeleteUserCommand({ UserName: "Reader" }))).rejects.toMatchObject({
      name: "DeleteConflictException",
    });
    expect((await iam.send(new ListAccessKeysCommand({ UserName: "Reader" }))).AccessKeyMetadata).toHaveLength(1);
  });
});

test("lists come in pages", async () => {
  const first = await iam.send(new ListRolesCommand({ MaxItems: 1 }));
  await createRole();
  const second = await iam.send(new ListRolesCommand({ MaxItems: 1, Marker: "1" }));

  expect(first.Roles).toHaveLength(1);
  expect(second.Roles?.[0]?.RoleName).toBe(RoleName);
});

test("the account summary has the quotas", async () => {
  const { SummaryMap: summary } = await iam.send(new GetAccountSummaryCommand());

  expect(summary).toMatchObject({ AttachedPoliciesPerRoleQuota: 20, PolicySizeQuota: 6144, VersionsPerPolicyQuota: 5 });
});

test("documents of AWS's own policies can be read", async () => {
  const get = new GetPolicyVersionCommand({ PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess", VersionId: "v1" });
  const { PolicyVersion: version } = await iam.send(get);

  expect(decodeURIComponent(version?.Document ?? "")).toContain("iam:Get*");
});
