import { describe, expect, test } from "vitest";
import { sourceSessionPolicy } from "#shared/source-policy/session-policy.ts";
import { configOf } from "../../support/deployment.ts";

// Written out, so that whoever reads this sees all a session may do, and nothing is added unseen.

const account = "arn:aws:iam::111111111111";
const shards = [
  `${account}:policy/CloudQueryCrossAccountReadOnlyAccess`,
  `${account}:policy/CloudQueryCrossAccountReadOnlyAccess-*`,
];
const onlyOurs = { ArnLike: { "iam:PolicyARN": shards } };
const accountReads = { Effect: "Allow", Action: ["iam:GetAccountSummary", "iam:ListPolicies"], Resource: "*" };
const policyReads = ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy", "iam:ListPolicyVersions"];
const policyWrites = [
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:TagPolicy",
];
const detach = {
  Effect: "Allow",
  Action: ["iam:DetachGroupPolicy", "iam:DetachRolePolicy", "iam:DetachUserPolicy"],
  Resource: "*",
  Condition: onlyOurs,
};

function statementsOf(principals: readonly string[], mode: "apply" | "plan" = "apply") {
  const config = configOf({ source: { accountId: "111111111111", principals, trust: "account" } });
  return sourceSessionPolicy(config, { partition: "aws" }, mode).Statement;
}

describe("a session in the source account", () => {
  test("keeps the source policy and its shards, and attaches them, and nothing else, to the principals", () => {
    const config = configOf();

    expect(sourceSessionPolicy(config, { partition: "aws" })).toEqual({
      Version: "2012-10-17",
      Statement: [
        accountReads,
        { Effect: "Allow", Action: [...policyReads, ...policyWrites], Resource: shards },
        { Effect: "Allow", Action: ["iam:GetRole", "iam:ListAttachedRolePolicies"], Resource: [`${account}:role/*`] },
        detach,
        {
          Effect: "Allow",
          Action: ["iam:AttachRolePolicy"],
          Resource: [`${account}:role/CloudQuery`],
          Condition: onlyOurs,
        },
      ],
    });
  });

  test("only reads where it only plans", () => {
    expect(statementsOf(["role/CloudQuery"], "plan")).toEqual([
      accountReads,
      { Effect: "Allow", Action: policyReads, Resource: shards },
      { Effect: "Allow", Action: ["iam:GetRole", "iam:ListAttachedRolePolicies"], Resource: [`${account}:role/*`] },
    ]);
  });

  test("reads and attaches to each kind of principal there is, once", () => {
    const [, , read, , attach] = [statementsOf(["role/A", "user/B", "group/C", "role/D"])].flat();

    expect(read).toEqual({
      Effect: "Allow",
      Action: [
        ...["iam:GetRole", "iam:ListAttachedRolePolicies"],
        ...["iam:GetUser", "iam:ListAttachedUserPolicies"],
        ...["iam:GetGroup", "iam:ListAttachedGroupPolicies"],
      ],
      Resource: [`${account}:role/*`, `${account}:user/*`, `${account}:group/*`],
    });
    expect(attach).toEqual({
      Effect: "Allow",
      Action: ["iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:AttachGroupPolicy"],
      Resource: [`${account}:role/A`, `${account}:user/B`, `${account}:group/C`, `${account}:role/D`],
      Condition: onlyOurs,
    });
  });

  test("attaches to nobody where no principal can be attached to", () => {
    expect(statementsOf(["role/CloudQuery-*"])).toEqual([
      accountReads,
      { Effect: "Allow", Action: [...policyReads, ...policyWrites], Resource: shards },
      detach,
    ]);
  });
});
