import { ListPoliciesCommand, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decide, UndecidableError } from "#sandbox/authorization/decide.ts";
import { Template } from "#sandbox/cloudformation/template.ts";
import { compilePattern } from "#sandbox/events/pattern.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { assume, iamAs, stsAs } from "../support/clients.ts";
import { stacks } from "../support/stacks.ts";

describe("the sandbox refuses loudly", () => {
  let sandbox: Sandbox;
  const refused = { name: "NotEmulatedInSandbox" };

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  test("an action it does not have", async () => {
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: "arn:aws:iam::999999999999:user/A",
      ActionNames: ["s3:GetObject"],
    });

    await expect(iamAs(sandbox, "management").send(command)).rejects.toMatchObject(refused);
    await expect(
      stsAs(sandbox, "management").send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: "arn:aws:iam::999999999999:role/A",
          RoleSessionName: "ab",
          WebIdentityToken: "token",
        }),
      ),
    ).rejects.toThrow();
  });

  test("a parameter it would have to ignore", async () => {
    await expect(
      iamAs(sandbox, "management").send(
        new ListPoliciesCommand({ Scope: "Local", PolicyUsageFilter: "PermissionsPolicy" }),
      ),
    ).rejects.toMatchObject(refused);
    await expect(
      assume(sandbox, "management", "222222222222", "OrganizationAccountAccessRole", { SourceIdentity: "me" }),
    ).rejects.toMatchObject(refused);
  });

  test("a request without a signature", async () => {
    const answer = await fetch(sandbox.greeting.endpoint, { method: "POST", body: "Action=GetCallerIdentity" });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("MissingAuthenticationToken");
  });

  test("a service it does not have", async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`;
    const answer = await fetch(sandbox.greeting.endpoint, { headers: { authorization } });

    expect(await answer.text()).toMatch(/UnrecognizedClientException|NotEmulatedInSandbox/);
  });

  test.each<[string, (resources: Record<string, any>) => void]>([
    [
      "a resource type it does not know",
      (resources) => {
        resources["Table"] = { Type: "AWS::DynamoDB::Table", Properties: {} };
      },
    ],
    [
      "an event pattern operator it does not know",
      (resources) => {
        ruleOf(resources).Properties.EventPattern.detail.eventName = [{ wildcard: "Create*" }];
      },
    ],
    [
      "an intrinsic function it does not know",
      (resources) => {
        ruleOf(resources).Properties.Description = { "Fn::ImportValue": "x" };
      },
    ],
    [
      "a runtime other than it runs on",
      (resources) => {
        resources["OnboardAccountLambdaFunction"].Properties.Runtime = "nodejs20.x";
      },
    ],
    [
      "a role that Lambda may not assume",
      (resources) => {
        resources["OnboardAccountRole"].Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service =
          "ec2.amazonaws.com";
      },
    ],
  ])("a template with %s", async (_name, edit) => {
    const editTemplate = (template: any) => {
      edit(template.Resources);
      return template;
    };

    await expect(startSandbox({ packageFolder: stacks.standard.folder, editTemplate })).rejects.toThrow();
  });

  function ruleOf(resources: Record<string, any>) {
    return Object.values(resources).find(({ Type }) => Type === "AWS::Events::Rule");
  }
});

test("a request that cannot be decided is never allowed", async () => {
  const question = {
    principal: "nobody",
    action: "iam:NoSuchAction",
    resource: "*",
    resourceAccountId: "999999999999",
    context: {},
    identityPolicies: [],
    serviceControlPolicies: [],
  };

  await expect(decide(question)).rejects.toThrow(UndecidableError);
});

test.each<[unknown, unknown, boolean]>([
  [{ source: ["a", "b"] }, { source: "b" }, true],
  [{ source: ["a"] }, { source: "b" }, false],
  [{ detail: { state: ["X"] } }, { detail: { state: "X", more: 1 } }, true],
  [{ detail: { state: ["X"] } }, { detail: "X" }, false],
  [{ detail: { errorCode: [{ exists: false }] } }, { detail: {} }, true],
  [{ detail: { errorCode: [{ exists: false }] } }, { detail: { errorCode: "no" } }, false],
  [{ source: [{ prefix: "aws." }] }, { source: "aws.organizations" }, true],
  [{ tags: ["x"] }, { tags: ["y", "x"] }, true],
])("the pattern %j on %j: %s", (pattern, event, matches) => {
  expect(compilePattern(pattern).matches(event)).toBe(matches);
});

test("a template resolves conditions and intrinsic functions as CloudFormation does", () => {
  const template = {
    Conditions: {
      Yes: { "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] },
      No: { "Fn::Not": [{ "Fn::Equals": ["a", "a"] }] },
    },
    Resources: {
      A: {
        Type: "T",
        Properties: {
          Sub: { "Fn::Sub": "${AWS::Partition}-${B.Arn}-${!Literal}" },
          Join: { "Fn::Join": [":", ["a", { Ref: "B" }]] },
          List: [{ "Fn::If": ["No", 1, { Ref: "AWS::NoValue" }] }, { "Fn::If": ["Yes", 2, 3] }],
        },
      },
      B: { Type: "T", Properties: {} },
      C: { Type: "T", Condition: "No" },
    },
  };
  const describeAs = (logicalId: string) => ({ ref: `ref-${logicalId}`, attributes: { Arn: `arn-${logicalId}` } });

  const resources = new Template(
    template,
    { "AWS::Region": "us-east-1", "AWS::Partition": "aws" },
    describeAs,
  ).resources();

  expect([...resources.keys()]).toEqual(["A", "B"]);
  expect(resources.get("A")?.properties).toEqual({ Sub: "aws-arn-B-${Literal}", Join: "a:ref-B", List: [2] });
});
