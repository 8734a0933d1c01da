import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { decide } from "#sandbox/authorization/decide.ts";
import { Template } from "#sandbox/cloudformation/template.ts";
import { compilePattern } from "#sandbox/events/pattern.ts";

const managementAccountId = "999999999999";
const bus = `arn:aws:events:us-east-1:${managementAccountId}:event-bus/default`;
const roleArn = `arn:aws:iam::${managementAccountId}:role/ForwardingRole`;

const pseudoParameters = { "AWS::Partition": "aws", "AWS::AccountId": managementAccountId, EventsRegion: "us-east-1" };
const resources = new Template(parse(readFileSync("control-tower-forwarding.yml", "utf8")), pseudoParameters, () => {
  return { ref: "", attributes: { Arn: roleArn } };
}).resources();
const rule: any = resources.get("ForwardingRule")?.properties;
const role: any = resources.get("ForwardingRole")?.properties;

function sample(name: string) {
  return JSON.parse(readFileSync(`events/${name}.json`, "utf8"));
}

test("Control Tower's account events are forwarded to the bus of the stack's Region, and nothing else is", () => {
  const { matches } = compilePattern(rule.EventPattern);

  expect(rule.Targets).toEqual([{ Id: "events-region", Arn: bus, RoleArn: roleArn }]);
  expect(["create-managed-account", "update-managed-account"].map((name) => matches(sample(name)))).toEqual([
    true,
    true,
  ]);
  expect(["move-account", "account-joined-organization"].map((name) => matches(sample(name)))).toEqual([false, false]);
});

test("the rule's role may put events on that bus and no other, and EventBridge alone may assume it, for this account", async () => {
  const mayPut = async (resource: string) => {
    const verdict = await decide({
      principal: `arn:aws:sts::${managementAccountId}:assumed-role/ForwardingRole/events`,
      action: "events:PutEvents",
      resource,
      resourceAccountId: managementAccountId,
      context: {},
      identityPolicies: role.Policies.map(({ PolicyName, PolicyDocument }: any) => ({
        name: PolicyName,
        policy: PolicyDocument,
      })),
      serviceControlPolicies: [],
    });
    return verdict.kind;
  };
  const mayAssume = async (principal: string, account: string) => {
    const verdict = await decide({
      principal,
      action: "sts:AssumeRole",
      resource: roleArn,
      resourceAccountId: managementAccountId,
      context: { "aws:SourceAccount": account },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourcePolicy: role.AssumeRolePolicyDocument,
    });
    return verdict.kind;
  };

  expect(await mayPut(bus)).toBe("allowed");
  expect(await mayPut(bus.replace("us-east-1", "eu-west-1"))).toBe("denied");
  expect(await mayAssume("events.amazonaws.com", managementAccountId)).toBe("allowed");
  expect(await mayAssume("events.amazonaws.com", "123456789012")).toBe("denied");
  expect(await mayAssume("lambda.amazonaws.com", managementAccountId)).toBe("denied");
});
