import { describe, expect, test } from "vitest";
import { memberSessionPolicy, removalSessionPolicy } from "#shared/member-role/session-policy.ts";
import { configOf } from "../../support/deployment.ts";

// Written out, so that whoever reads this sees all a session may do, and nothing is added unseen.

const scope = { partition: "aws", accountId: "222222222222" } as const;
const role = "arn:aws:iam::222222222222:role/CrossAccountReadOnlyRole";
const readOnlyAccess = "arn:aws:iam::aws:policy/ReadOnlyAccess";

const read = {
  Effect: "Allow",
  Action: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
  Resource: [role, "arn:aws:iam::222222222222:role/*/CrossAccountReadOnlyRole"],
};
const always = [
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:TagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
];
const unbounded = ["iam:CreateRole", "iam:DeleteRolePermissionsBoundary"];

function attach(...arns: readonly string[]) {
  const condition = { ArnEquals: { "iam:PolicyARN": arns } };
  return { Effect: "Allow", Action: "iam:AttachRolePolicy", Resource: role, Condition: condition };
}

function statementsOf(config: Record<string, unknown>, mode: "apply" | "plan" = "apply") {
  return memberSessionPolicy(configOf({ role: config }), scope, mode).Statement;
}

describe("a session in a member account", () => {
  test("keeps the member role and attaches nothing but what is configured", () => {
    expect(memberSessionPolicy(configOf(), scope, "apply")).toEqual({
      Version: "2012-10-17",
      Statement: [read, { Effect: "Allow", Action: [...always, ...unbounded], Resource: role }, attach(readOnlyAccess)],
    });
  });

  test("only reads where it only plans", () => {
    expect(statementsOf({}, "plan")).toEqual([read]);
  });

  test("puts inline policies where some are configured", () => {
    expect(statementsOf({ permissions: "ReadOnlyMetadata" })).toEqual([
      read,
      { Effect: "Allow", Action: [...always, "iam:PutRolePolicy", ...unbounded], Resource: role },
      attach(readOnlyAccess),
    ]);
  });

  test("attaches no policy where none is configured", () => {
    const inlinePolicies = { Own: { Statement: { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" } } };

    expect(statementsOf({ permissions: { inlinePolicies } })).toEqual([
      read,
      { Effect: "Allow", Action: [...always, "iam:PutRolePolicy", ...unbounded], Resource: role },
    ]);
  });

  test("creates the role, and changes its boundary, with the configured boundary alone", () => {
    const condition = { ArnEquals: { "iam:PermissionsBoundary": "arn:aws:iam::222222222222:policy/Bound" } };

    expect(statementsOf({ permissionsBoundary: "policy/Bound" })).toEqual([
      read,
      { Effect: "Allow", Action: always, Resource: role },
      {
        Effect: "Allow",
        Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
        Resource: role,
        Condition: condition,
      },
      attach(readOnlyAccess),
    ]);
  });

  test("works on the role under its path and in its partition", () => {
    const config = configOf({ role: { path: "/audit/" } });
    const [reads, writes] = [memberSessionPolicy(config, { ...scope, partition: "aws-cn" }, "apply").Statement].flat();

    expect(reads?.Resource).toEqual([
      "arn:aws-cn:iam::222222222222:role/CrossAccountReadOnlyRole",
      "arn:aws-cn:iam::222222222222:role/*/CrossAccountReadOnlyRole",
    ]);
    expect(writes?.Resource).toBe("arn:aws-cn:iam::222222222222:role/audit/CrossAccountReadOnlyRole");
  });
});

describe("a session that removes the member role", () => {
  test("deletes it and can do nothing else", () => {
    expect(removalSessionPolicy(configOf(), scope, "apply")).toEqual({
      Version: "2012-10-17",
      Statement: [
        read,
        {
          Effect: "Allow",
          Action: ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:UpdateAssumeRolePolicy"],
          Resource: role,
        },
      ],
    });
  });

  test("only reads where it only plans", () => {
    expect(removalSessionPolicy(configOf(), scope, "plan").Statement).toEqual([read]);
  });
});
