import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { accountOf, type Role } from "#sandbox/world.ts";
import { assumable, jsonLines, type Surroundings } from "../support/command.ts";
import { fileWith } from "../support/temporary-file.ts";

const { accounts, units } = fakeOrganization;
const memberRole = "crossaccountreadonlyrole";
const reader: Surroundings = { who: "source" };

let sandbox: Sandbox;
let report: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  report = fileWith((await assumable(sandbox, ["apply", "--yes", "--output", "json"])).stdout);
});

afterEach(() => sandbox.close());

function roleIn(accountId: string): Role {
  return accountOf(sandbox.world, accountId).roles.get(memberRole)!;
}

async function verify(accountId: string) {
  const words = ["verify", "--accounts", accountId, "--output", "json"];
  const ended = await assumable(sandbox, words, reader);
  return { status: ended.status, result: jsonLines(ended)[0] };
}

function denyIn(unit: string, Action: string): void {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action, Resource: "*" }] });
  sandbox.world.serviceControlPolicies.set("p-deny", {
    id: "p-deny",
    name: "Deny",
    document,
    targets: new Set([unit]),
  });
}

describe("assumable verify", () => {
  test("finds every covered account readable, and changes nothing", async () => {
    const start = sandbox.requests.length;

    const { status, stdout } = await assumable(sandbox, ["verify", "--from", report], reader);

    expect(status).toBe(0);
    expect(stdout.match(/^readable +\d{12}$/gm)).toHaveLength(5);
    expect(stdout).toContain("\n5 readable\n");
    const writes = sandbox.requests.since(start).filter(isWrite);
    expect(writes.every(({ action, code }) => action === "DeleteUser" && code === "AccessDenied")).toBe(true);
  });

  test("says that an account has no role of ours, or one that refuses", async () => {
    const { status, result } = await verify(accounts.invited);

    expect(status).toBe(1);
    expect(result).toMatchObject({ type: "verification", status: "unreadable", obstacle: "role-refuses" });
    expect(result?.["remedy"]).toContain("--operator-profile");
  });

  test("says that a service control policy lets the role be assumed and denies what it reads", async () => {
    denyIn(units.production, "iam:Get*");

    expect((await verify(accounts.production)).result).toMatchObject({
      status: "unreadable",
      obstacle: "scp-denies-reading",
      remedy: expect.stringContaining("aws:PrincipalArn"),
    });
  });

  test("says that a role may not read what it should", async () => {
    roleIn(accounts.staging).attached.splice(0);

    expect((await verify(accounts.staging)).result).toMatchObject({
      status: "unreadable",
      obstacle: "role-cannot-read",
    });
  });

  test("says that a service control policy denies assuming anything from the source account", async () => {
    denyIn(units.security, "sts:AssumeRole");

    expect((await verify(accounts.staging)).result).toMatchObject({
      status: "unreadable",
      obstacle: "scp-denies-assuming",
    });
  });

  test("says, loudly, that a role may write", async () => {
    roleIn(accounts.staging).attached.push("arn:aws:iam::aws:policy/AdministratorAccess");

    const { status, result } = await verify(accounts.staging);

    expect(status).toBe(1);
    expect(result).toMatchObject({ status: "writable", remedy: expect.stringContaining("at once") });
  });

  test("presents the configured external id", async () => {
    const config = fileWith(
      'source: { accountId: "111111111111", principals: [role/CloudQuery] }\nrole: { externalId: shared-secret }\n',
    );
    await assumable(sandbox, ["apply", "--yes", "--config", config, "--accounts", accounts.staging]);

    expect((await verify(accounts.staging)).result).toMatchObject({ obstacle: "role-refuses" });
    const words = ["verify", "--config", config, "--accounts", accounts.staging];
    expect((await assumable(sandbox, words, reader)).status).toBe(0);
  });

  describe("with an operator's profile", () => {
    test("says that there is no role", async () => {
      accountOf(sandbox.world, accounts.staging).roles.delete(memberRole);

      expect(await refusal()).toMatchObject({ obstacle: "no-role" });
    });

    test("says that the trust policy lets others in", async () => {
      const role = roleIn(accounts.staging);
      role.trustPolicy = role.trustPolicy.replace("role/CloudQuery", "role/SomebodyElse");

      expect(await refusal()).toMatchObject({ obstacle: "trust-policy" });
    });

    test("says that only the external id is another", async () => {
      const role = roleIn(accounts.staging);
      role.trustPolicy = role.trustPolicy.replace('"StringEquals":{', '"StringEquals":{"sts:ExternalId":"other",');

      expect(await refusal()).toMatchObject({ obstacle: "external-id" });
    });

    test("says that the reader is none the configuration lets in", async () => {
      const config = `source: { accountId: "${accounts.source}", principals: [role/Auditor] }\n`;
      const words = ["--config", fileWith(config)];
      await assumable(sandbox, ["apply", "--yes", "--accounts", accounts.staging, ...words]);

      expect(await refusal(words)).toMatchObject({ obstacle: "not-a-source-principal" });
    });

    test("says no more than AWS where the operator cannot look either", async () => {
      expect(await refusal([], accounts.invited)).toMatchObject({ obstacle: "role-refuses" });
    });

    test("changes nothing", async () => {
      roleIn(accounts.staging).trustPolicy = "{}";
      const start = sandbox.requests.length;

      await refusal();

      expect(sandbox.requests.since(start).filter(isWrite)).toEqual([]);
    });
  });

  async function refusal(words: readonly string[] = [], accountId: string = accounts.staging) {
    const { accessKeyId, secretAccessKey } = sandbox.greeting.credentials.management;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    const env = { AWS_CONFIG_FILE: fileWith(`[profile operator]\nregion = us-east-1\n${keys}`) };
    const verifying = ["verify", "--operator-profile", "operator", "--accounts", accountId, "--output", "json"];
    const ended = await assumable(sandbox, [...verifying, ...words], { ...reader, env });
    return jsonLines(ended)[0];
  }

  test("says once that there are no credentials", async () => {
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined };

    const { status, stdout, stderr } = await assumable(sandbox, ["verify", "--from", report], { env });

    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^There are no AWS credentials\..*\nSign in, .*\n$/);
  });

  test.each<[string, readonly string[], RegExp]>([
    ["no accounts", [], /no accounts to verify\.\nName a report/],
    ["a unit", ["--ou", units.workloads], /does not know units/],
    ["a report that is none", ["--from", "package.json"], /is no report/],
  ])("refuses %s", async (_what, words, message) => {
    const { status, stderr } = await assumable(sandbox, ["verify", ...words], reader);

    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
