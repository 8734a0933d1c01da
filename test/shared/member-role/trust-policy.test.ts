import { expect, test } from "vitest";
import { memberTrustPolicy } from "#shared/member-role/trust-policy.ts";
import { configOf } from "../../support/deployment.ts";

const accountId = "111111111111";
const settings = { partition: "aws", organizationId: "o-fakeorg0001" } as const;

function statementOf(source: Record<string, unknown>, role: Record<string, unknown> = {}) {
  return memberTrustPolicy(configOf({ source: { accountId, ...source }, role }), settings).Statement;
}

const base = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "sts:AssumeRole" };

test("by default lets in the named principals of the source account, within the organization", () => {
  expect(statementOf({ principals: ["role/CloudQuery", "user/team/Auditor"] })).toEqual([
    {
      ...base,
      Condition: {
        StringEquals: { "aws:PrincipalOrgID": "o-fakeorg0001" },
        ArnEquals: {
          "aws:PrincipalArn": [
            "arn:aws:iam::111111111111:role/CloudQuery",
            "arn:aws:iam::111111111111:user/team/Auditor",
          ],
        },
      },
    },
  ]);
});

test("matches by pattern where a principal has one, and asks for the external id where there is one", () => {
  const principal = "role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Auditor_*";

  expect(statementOf({ principals: [principal] }, { externalId: "shared" })).toEqual([
    {
      ...base,
      Condition: {
        StringEquals: { "aws:PrincipalOrgID": "o-fakeorg0001", "sts:ExternalId": "shared" },
        ArnLike: { "aws:PrincipalArn": [`arn:aws:iam::111111111111:${principal}`] },
      },
    },
  ]);
});

test("matches by pattern where only one of several principals has one", () => {
  const statement = [statementOf({ principals: ["role/CloudQuery", "role/Audit*"] })].flat()[0];

  expect(Object.keys(statement?.Condition ?? {})).toEqual(["StringEquals", "ArnLike"]);
});

test("lets in whom the source account allows, within the organization, where the account is trusted", () => {
  expect(statementOf({ principals: ["group/Auditors"], trust: "account" })).toEqual([
    { ...base, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fakeorg0001" } } },
  ]);
});
