import { describe, expect, test } from "vitest";
import { deadPrincipals } from "#shared/policy-document/dead-principals.ts";
import { listOf, type PolicyDocument } from "#shared/policy-document/document.ts";
import { effectOf } from "#shared/policy-document/effects.ts";
import { documentOrText, readDocument } from "#shared/policy-document/read-document.ts";

const allow = { Effect: "Allow" as const, Action: "sts:AssumeRole" };
const deny = { ...allow, Effect: "Deny" as const };

function documentOf(...statements: readonly object[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements as PolicyDocument["Statement"] };
}

describe("a document read from AWS", () => {
  const document = documentOf({ ...allow, Principal: { AWS: "*" }, Condition: { StringLike: { "aws:x": "100%25" } } });
  const text = JSON.stringify(document);

  test.each([
    ["JSON", text],
    ["JSON that is URL-encoded", encodeURIComponent(text)],
  ])("may be %s", (_what, read) => {
    expect(readDocument(read)).toEqual({ kind: "document", document });
    expect(documentOrText(readDocument(read))).toEqual(document);
  });

  test.each([
    "",
    "not json",
    "%",
    "%E0%A4%A",
    encodeURIComponent("{"),
    "{}",
    "null",
    '{"Statement":[{"Effect":"Permit"}]}',
  ])("is left as its text where it is none: %s", (read) => {
    expect(readDocument(read)).toEqual({ kind: "unreadable", text: read });
    expect(documentOrText(readDocument(read))).toBe(read);
  });
});

test("one value and a list of it are one list; nothing is an empty one", () => {
  expect([listOf("a"), listOf(["a"]), listOf<string>(undefined)]).toEqual([["a"], ["a"], []]);
});

test.each<[PolicyDocument, string]>([
  [documentOf(allow), "allows"],
  [documentOf(deny), "denies"],
  [documentOf(allow, deny), "both"],
  [documentOf(), "allows"],
  [{ Statement: deny }, "denies"],
])("giving somebody %j: %s", (document, effect) => {
  expect(effectOf(document)).toBe(effect);
});

test.each<[string, PolicyDocument["Statement"] | object, readonly string[]]>([
  [
    "a role and a user that were deleted",
    { AWS: ["AROAGONE0", "AIDAGONE1", "111111111111"] },
    ["AROAGONE0", "AIDAGONE1"],
  ],
  ["a lone one", { AWS: "AROAGONE" }, ["AROAGONE"]],
  ["nobody that only looks like one", { AWS: ["arn:aws:iam::111111111111:role/AROAX", "AROAGONE-1", "xAIDA1"] }, []],
])("dead principals are %s", (_what, Principal, dead) => {
  expect(deadPrincipals(documentOf({ ...allow, Principal }, deny, { ...deny, Principal: "*" }))).toEqual(dead);
});
