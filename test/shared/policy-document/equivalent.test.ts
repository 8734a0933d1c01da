import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equivalent } from "#shared/policy-document/equivalent.ts";

const statement = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fakeorg0001" } },
};
const other = { Effect: "Deny", Principal: { AWS: "*" }, Action: ["sts:TagSession", "sts:AssumeRole"] };

function document(...statements: unknown[]) {
  return { Version: "2012-10-17", Statement: statements };
}

const base = document(statement);

describe("two policy documents mean the same", () => {
  test.each<[string, unknown, unknown]>([
    ["when they are the same", base, structuredClone(base)],
    ["whatever the order of statements", document(statement, other), document(other, statement)],
    ["when a statement stands twice", document(statement, statement), base],
    ["when a lone statement is no list", { Version: "2012-10-17", Statement: statement }, base],
    ["whatever the order of actions", document(other), document({ ...other, Action: other.Action.toReversed() })],
    ["when an action is a list of one", base, document({ ...statement, Action: ["sts:AssumeRole"] })],
    ["whatever the case of an action", base, document({ ...statement, Action: "sts:assumerole" })],
    ["when an account is its id", base, document({ ...statement, Principal: { AWS: "111111111111" } })],
    ["when a principal is a list of one", base, document({ ...statement, Principal: { AWS: ["111111111111"] } })],
    [
      "whatever the order of principals",
      document({ ...statement, Principal: { AWS: ["111111111111", "222222222222"] } }),
      document({ ...statement, Principal: { AWS: ["222222222222", "arn:aws:iam::111111111111:root"] } }),
    ],
    ["when everybody is a star", document(other), document({ ...other, Principal: "*" })],
    [
      "when a condition value is a list of one",
      base,
      document({ ...statement, Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-fakeorg0001"] } } }),
    ],
    [
      "whatever the case of a condition key",
      base,
      document({ ...statement, Condition: { StringEquals: { "aws:principalorgid": "o-fakeorg0001" } } }),
    ],
    [
      "when a condition value is text or not",
      document({ ...statement, Condition: { Bool: { "aws:SecureTransport": true } } }),
      document({ ...statement, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ],
    ["whatever the Sid and Id", base, { Id: "x", ...document({ ...statement, Sid: "Trust" }) }],
    ["when one is JSON text", base, JSON.stringify(base, null, 2)],
    ["when one is URL-encoded", base, encodeURIComponent(JSON.stringify(base))],
    ["when one is URL-encoded with white space before it", base, encodeURIComponent(`\n ${JSON.stringify(base)}`)],
    [
      "when one is URL-encoded in lower case",
      base,
      encodeURIComponent(JSON.stringify(base)).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ],
    [
      "when one says the older version and one says none",
      { ...base, Version: "2008-10-17" },
      { Statement: [statement] },
    ],
    ["when an empty condition stands for none", document(other), document({ ...other, Condition: {} })],
  ])("%s", (_name, left, right) => {
    expect(equivalent(left, right)).toBe(true);
    expect(equivalent(right, left)).toBe(true);
  });
});

describe("two policy documents differ", () => {
  test.each<[string, unknown, unknown]>([
    ["by Allow and Deny", base, document({ ...statement, Effect: "Deny" })],
    ["by Action and NotAction", base, document({ ...statement, Action: undefined, NotAction: "sts:AssumeRole" })],
    [
      "by Principal and NotPrincipal",
      base,
      document({ ...statement, Principal: undefined, NotPrincipal: statement.Principal }),
    ],
    [
      "by a condition operator",
      base,
      document({ ...statement, Condition: { StringLike: { "aws:PrincipalOrgID": "o-fakeorg0001" } } }),
    ],
    [
      "by a condition value",
      base,
      document({ ...statement, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fakeorg0002" } } }),
    ],
    ["by a condition less", base, document({ ...statement, Condition: undefined })],
    ["by a star against a list", document({ ...other, Action: "*" }), document(other)],
    [
      "by the case of an ARN",
      document({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/Reader" }),
      document({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/reader" }),
    ],
    [
      "by a principal that became a unique id",
      base,
      document({ ...statement, Principal: { AWS: "AROAEXAMPLEEXAMPLE00" } }),
    ],
    [
      "by an account against a role of it",
      base,
      document({ ...statement, Principal: { AWS: "arn:aws:iam::111111111111:role/root" } }),
    ],
    [
      "by an account against what only looks like its root",
      document({ ...statement, Principal: { AWS: "arn:aws:iam::111111111111:rootless" } }),
      document({ ...statement, Principal: { AWS: "111111111111" } }),
    ],
    [
      "by an account against what only ends like its root",
      document({ ...statement, Principal: { AWS: "x:arn:aws:iam::111111111111:root" } }),
      document({ ...statement, Principal: { AWS: "111111111111" } }),
    ],
    ["by an empty list against none", base, document({ ...statement, NotAction: [] })],
    ["by the type of a principal", base, document({ ...statement, Principal: { Service: "111111111111" } })],
    ["by a statement more", base, document(statement, other)],
    ["by the version of the language", base, { ...base, Version: "2008-10-17" }],
    ["by no version, which is the older", base, { Statement: [statement] }],
    ["when one is no JSON", base, "%7Bnot json"],
    ["when neither is a document", "", ""],
    ["when one has an unknown element", base, document({ ...statement, Principals: "*" })],
  ])("%s", (_name, left, right) => {
    expect(equivalent(left, right)).toBe(false);
    expect(equivalent(right, left)).toBe(false);
  });
});

test("any document is equivalent to itself shuffled, and to no document with one action changed", () => {
  const action = fc.constantFrom("s3:GetObject", "s3:ListBucket", "iam:GetRole", "sts:AssumeRole");
  const actions = fc.uniqueArray(action, { minLength: 1 });
  const statements = fc.array(
    fc.record({ Effect: fc.constantFrom("Allow", "Deny"), Action: actions, Resource: fc.constant("*") }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(statements, (generated) => {
      const shuffled = generated.map((one) => ({ ...one, Action: one.Action.toReversed() })).toReversed();
      const changed = generated.map((one, index) =>
        index === 0 ? { ...one, Action: [...one.Action, "s3:PutObject"] } : one,
      );
      expect(equivalent(document(...generated), document(...shuffled))).toBe(true);
      expect(equivalent(document(...generated), document(...changed))).toBe(false);
    }),
  );
});
