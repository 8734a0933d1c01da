import { describe, expect, test } from "vitest";
import {
  failureRemedy,
  interruptedRemedy,
  notOursRemedy,
  outOfTimeRemedy,
  pageFailedRemedy,
  policyConflictRemedy,
  roleConflictRemedy,
  sourcePolicyNotAttemptedRemedy,
  unreachableRemedy,
} from "#shared/remedies.ts";
import { deploymentOf } from "../support/deployment.ts";

const accountId = "222222222222";

test("an account without an access role gets the commands that make one, for the first name that is configured", () => {
  const deployment = deploymentOf({ accessRoles: ["WayIn", "Other"] }, { partition: "aws-us-gov" });

  expect(unreachableRemedy(accountId, deployment)).toBe(
    [
      "As an administrator of account 222222222222, create an access role (invited accounts have none):",
      `aws iam create-role --role-name WayIn --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws-us-gov:iam::999999999999:root"},"Action":"sts:AssumeRole"}]}'`,
      "aws iam attach-role-policy --role-name WayIn --policy-arn arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
      "If the account has such a role under another name, add the name to accessRoles in assumable.yml.",
    ].join("\n"),
  );
});

describe("a conflict says what to do", () => {
  test.each([
    ["different-path", "aws iam delete-role --role-name R) or set role.name or role.path in assumable.yml."],
    ["different-case", "aws iam delete-role --role-name R) or set role.name or role.path in assumable.yml."],
    [
      "other-stage-owns-role",
      "Give each stage its own role.name, or remove the other stage from account 222222222222.",
    ],
    ["unmanaged-role-differs", "or let assumable take it over: existingRole: adopt."],
  ] as const)("of a role, by its reason: %s", (reason, ending) => {
    const remedy = roleConflictRemedy(reason, "R", accountId);

    expect(remedy.endsWith(ending)).toBe(true);
    expect(remedy).toContain(accountId);
  });

  test.each([
    [
      "other-stage-owns-policy",
      "Another stage of assumable keeps policy P. Give each stage its own source.policy.name.",
    ],
    [
      "unmanaged-policy-differs",
      "Policy P in the source account was made by someone else and differs. Rename or delete it there, choose another source.policy.name, or take it over: existingRole: adopt.",
    ],
  ] as const)("of a policy, by its reason: %s", (reason, remedy) => {
    expect(policyConflictRemedy(reason, "P")).toBe(remedy);
  });

  test("of a role that is to be removed and is not ours", () => {
    expect(notOursRemedy("R", accountId)).toBe(
      "Role R in account 222222222222 does not carry this stage's tag, so it stays. Whoever made it may delete it.",
    );
  });
});

describe("a failure says what to do, by what AWS says of its cause", () => {
  const perform = "User: arn:aws:sts::222222222222:assumed-role/A/b is not authorized to perform: iam:CreateRole on";

  test.each<[string, string, string, string]>([
    [
      "a service control policy",
      "AccessDenied",
      `${perform} with an explicit deny in a service control policy`,
      "A service control policy denies iam:CreateRole. Exempt the access role from that Deny statement",
    ],
    [
      "a service control policy that names no action",
      "AccessDenied",
      "explicit deny in a service control policy",
      "A service control policy denies the action named in the message. ",
    ],
    [
      "a permissions boundary",
      "AccessDenied",
      `${perform} because no permissions boundary allows`,
      "A permissions boundary on the access role does not allow iam:CreateRole. Widen the boundary",
    ],
    [
      "a denial",
      "AccessDenied",
      perform,
      "The access role may not perform iam:CreateRole. It needs AdministratorAccess",
    ],
    [
      "a denial of another service",
      "AccessDeniedException",
      "denied",
      "The access role may not perform the action named",
    ],
    ["a quota", "LimitExceededException", "", "A quota of IAM is used up in that account: raise it"],
    ["a name that is taken", "EntityAlreadyExistsException", "", "Something of that name is there under another path"],
    [
      "a document",
      "MalformedPolicyDocumentException",
      "",
      "IAM refused a policy document. If it names an invalid principal",
    ],
    ["anything else", "ValidationError", "", "See the message; a fault of assumable itself is best reported with it."],
  ])("%s", (_what, code, message, beginning) => {
    expect(failureRemedy({ code, message, retryable: false }).startsWith(beginning)).toBe(true);
  });

  test("what passes by itself is nobody's work", () => {
    expect(failureRemedy({ code: "Throttling", message: "Rate exceeded", retryable: true })).toBe(
      "Nothing to do unless it stays: it is tried again, and the next run repairs what is left.",
    );
  });
});

test.each([
  [outOfTimeRemedy(), /^The accounts before it took too long: start a run with retryFailedOf/],
  [
    pageFailedRemedy("Runtime.ExitError"),
    /ended with Runtime\.ExitError in every attempt.*start a run with retryFailedOf\.$/,
  ],
  [
    sourcePolicyNotAttemptedRemedy("Lambda.Unknown"),
    /ended with Lambda\.Unknown in every attempt.*by hand with \{\}\.$/,
  ],
  [interruptedRemedy(), /Run it again: what was done is found in sync\.$/],
])("what was not attempted says how to go on: %s", (remedy, how) => {
  expect(remedy).toMatch(how);
});
