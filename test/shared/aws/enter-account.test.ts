import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import { type Entry, enterAccount } from "#shared/aws/enter-account.ts";
import { deploymentOf } from "../../support/deployment.ts";

const { accounts } = fakeOrganization;
const sessionPolicy = { Version: "2012-10-17" as const, Statement: [] };
const keys = { AccessKeyId: "ASIAEXAMPLE", SecretAccessKey: "secret", SessionToken: "token", Expiration: new Date(0) };
const sts = mockClient(STSClient);

beforeEach(() => sts.reset());
afterAll(() => sts.restore());

function enter(accountId: string): Promise<Entry> {
  const deployment = deploymentOf({}, { partition: "aws-cn" });
  return enterAccount(accountId, sessionPolicy, deployment, createAwsClients(clientSettings("cn-northwest-1")));
}

function refusal(name: string): Error {
  return Object.assign(new Error("no"), { name });
}

describe("an account is entered", () => {
  test("with our own credentials where it is the management account", async () => {
    expect(await enter(accounts.management)).toEqual({ kind: "entered", credentials: undefined });
    expect(sts.calls()).toEqual([]);
  });

  test("by the first access role that answers, for the shortest time, narrowed by the session policy", async () => {
    sts.on(AssumeRoleCommand).rejectsOnce(refusal("AccessDenied")).resolves({ Credentials: keys });

    expect(await enter(accounts.staging)).toEqual({
      kind: "entered",
      credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" },
    });

    const inputs = sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input);
    expect(inputs).toEqual(
      ["OrganizationAccountAccessRole", "AWSControlTowerExecution"].map((name) => ({
        RoleArn: `arn:aws-cn:iam::${accounts.staging}:role/${name}`,
        RoleSessionName: "assumable-prod",
        DurationSeconds: 900,
        Policy: JSON.stringify(sessionPolicy),
      })),
    );
  });

  test("by none where all refuse, with each answer", async () => {
    sts.on(AssumeRoleCommand).rejects(refusal("AccessDenied"));

    const attempt = { code: "AccessDenied", message: "no" };
    expect(await enter(accounts.staging)).toEqual({
      kind: "unreachable",
      attempts: [
        { accessRole: "OrganizationAccountAccessRole", ...attempt },
        { accessRole: "AWSControlTowerExecution", ...attempt },
      ],
    });
  });

  test("by none where AWS answers anything else, which comes through at once", async () => {
    sts.on(AssumeRoleCommand).rejects(refusal("RegionDisabledException"));

    await expect(enter(accounts.staging)).rejects.toMatchObject({ name: "RegionDisabledException" });
    expect(sts.calls()).toHaveLength(1);
  });

  test.each([
    undefined,
    { ...keys, AccessKeyId: undefined },
    { ...keys, SecretAccessKey: undefined },
    { ...keys, SessionToken: undefined },
  ])("by no answer that lacks something: %j", async (Credentials) => {
    sts.on(AssumeRoleCommand).resolves({ Credentials });

    await expect(enter(accounts.staging)).rejects.toThrow(new TypeError("AssumeRole answered without credentials"));
  });
});
