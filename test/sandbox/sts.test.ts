import { GetAccountSummaryCommand, PutRolePermissionsBoundaryCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realClock } from "#sandbox/clock.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { administratorOf, assume, iamAs, stsAs } from "../support/clients.ts";

const { production, source } = fakeOrganization.accounts;
const accessRole = "OrganizationAccountAccessRole";

let sandbox: Sandbox;
let timePassed = 0;

beforeEach(async () => {
  timePassed = 0;
  sandbox = await startSandbox({ clock: { ...realClock, now: () => Date.now() + timePassed } });
});

afterEach(() => sandbox.close());

describe("AssumeRole", () => {
  test("gives keys of a session in the role's account", async () => {
    const keys = await assume(sandbox, "management", production, accessRole);

    const { Arn } = await stsAs(sandbox, keys).send(new GetCallerIdentityCommand());
    expect(Arn).toBe(`arn:aws:sts::${production}:assumed-role/${accessRole}/test`);
  });

  test.each([
    ["a role that is not there", "Missing"],
    ["a role in other letter case", accessRole.toLowerCase()],
  ])("answers for %s as for one that does not trust", async (_name, role) => {
    await expect(assume(sandbox, "management", production, role)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("is not authorized to perform: sts:AssumeRole"),
    });
  });

  test("is refused in a suspended account", async () => {
    await expect(assume(sandbox, "management", fakeOrganization.accounts.suspended, accessRole)).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  test.each([
    [{ DurationSeconds: 899 }, "greater than or equal to 900"],
    [{ DurationSeconds: 3601 }, "MaxSessionDuration"],
    [{ RoleSessionName: "no spaces" }, "roleSessionName"],
    [{ Policy: "x".repeat(2049) }, "less than or equal to 2048"],
  ])("refuses %j", async (more, message) => {
    await expect(assume(sandbox, "management", production, accessRole, more)).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringContaining(message),
    });
  });

  test("refuses a session policy that is none", async () => {
    await expect(assume(sandbox, "management", production, accessRole, { Policy: "{}" })).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
    });
  });

  test("limits chained roles to an hour, whatever the role allows", async () => {
    const role = sandbox.world.accounts.get(production)!.roles.get(accessRole.toLowerCase())!;
    role.maxSessionDuration = 43200;
    role.trustPolicy = role.trustPolicy.replace("999999999999", source);
    const reader = sandbox.world.accounts.get(source)!.roles.get("cloudquery")!;
    reader.inline.set(
      "x",
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}',
    );

    await expect(assume(sandbox, "source", production, accessRole, { DurationSeconds: 7200 })).rejects.toMatchObject({
      message: expect.stringContaining("role chaining"),
    });
    await expect(assume(sandbox, "source", production, accessRole, { DurationSeconds: 3600 })).resolves.toBeDefined();
  });
});

describe("a session", () => {
  const read = new GetAccountSummaryCommand();

  test("may what its role may, within its session policy", async () => {
    const Policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetRole","Resource":"*"}]}';
    const keys = await assume(sandbox, "management", production, accessRole, { Policy });

    await expect(iamAs(sandbox, keys).send(read)).rejects.toMatchObject({
      message: expect.stringContaining("no session policy allows"),
    });
  });

  test("may what its role may, within the boundary", async () => {
    const iam = await administratorOf(sandbox, production);
    const PermissionsBoundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: accessRole, PermissionsBoundary }));

    await expect(iam.send(read)).rejects.toMatchObject({ message: expect.stringContaining("permissions boundary") });
  });

  test("is bound by the service control policies above its account", async () => {
    const iam = await administratorOf(sandbox, fakeOrganization.accounts.quarantined);

    await expect(iam.send(read)).rejects.toMatchObject({
      message: expect.stringContaining("with an explicit deny in a service control policy"),
    });
  });

  test("ends with its time", async () => {
    const keys = await assume(sandbox, "management", production, accessRole, { DurationSeconds: 900 });
    await expect(iamAs(sandbox, keys).send(read)).resolves.toBeDefined();

    timePassed = 901_000;
    const later = iamAs(sandbox, keys);
    // The SDK would refuse expired keys only if it knew when they expire.
    await expect(later.send(read)).rejects.toMatchObject({ name: "ExpiredToken" });
  });
});

describe("keys", () => {
  const who = new GetCallerIdentityCommand();

  test("with another secret are refused by their signature", async () => {
    const keys = { ...sandbox.greeting.credentials.management, secretAccessKey: "guessed" };

    await expect(stsAs(sandbox, keys).send(who)).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  });

  test("nobody has are refused", async () => {
    await expect(
      stsAs(sandbox, { accessKeyId: "AKIANOBODYNOBODY0000", secretAccessKey: "x" }).send(who),
    ).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });

  test("of a session without its token are refused", async () => {
    const { sessionToken: _token, ...keys } = sandbox.greeting.credentials.source;

    await expect(stsAs(sandbox, keys).send(who)).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });
});
