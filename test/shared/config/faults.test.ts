import { describe, expect, test } from "vitest";
import { documentSizes } from "#shared/config/combinations.ts";
import { ConfigError, pathText } from "#shared/config/faults.ts";
import { parseConfig } from "#shared/config/parse.ts";
import { sourcePrincipal } from "#shared/config/source-principal.ts";
import { configOf } from "../../support/deployment.ts";

const source = `source: { accountId: "111111111111", principals: [role/CloudQuery] }
`;

function messageOf(text: string): string {
  try {
    parseConfig(text, "assumable.yml");
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

/** An inline policy whose text has so many characters. */
function inlinePolicy(characters: number): string {
  const document = (resource: string) => ({ Statement: { Effect: "Allow", Action: "s3:Get*", Resource: resource } });
  const rest = characters - JSON.stringify(document("")).length;
  return `${source}role: { permissions: { inlinePolicies: { X: ${JSON.stringify(document("a".repeat(rest)))} } } }`;
}

test("a file that cannot be used is told with its faults, a line each", () => {
  expect(messageOf(`${source}drift: ignore`)).toBe(
    "assumable.yml cannot be used, 1 fault:\n  drift: must be repair or report",
  );
  expect(messageOf(`${source}drift: ignore\nrolls: {}`)).toBe(
    "assumable.yml cannot be used, 2 faults:\n  drift: must be repair or report\n  rolls: is not a known key",
  );
  expect(() => parseConfig("[", "other.yml")).toThrow(
    expect.objectContaining({ name: "ConfigError", file: "other.yml", faults: [expect.any(Object)] }),
  );
});

describe("a fault says where it is and what is wrong", () => {
  test.each<[string, string]>([
    ["", "source: is missing"],
    ["null", "source: is missing"],
    ["source: { accountId: [], principals: [role/A] }", "source.accountId: must be an account id, 12 digits in quotes"],
    ["source: { accountId: x, principals: [role/A] }", "source.accountId: must be an account id: exactly 12 digits"],
    ["[]", "(the whole file): must be of type object"],
    ["5", "(the whole file): must be of type object"],
    ["source: [", "line 1, column 10: is not YAML (bad indent)"],
    [`${source}role: *gone`, "(the whole file): has aliases that cannot be resolved"],
    [`${source}role: reader`, "role: must be of type object"],
    [`${source}role: { tags: [] }`, "role.tags: must be a mapping"],
    [`${source}role: { tags: { "a*": b } }`, "role.tags.a*: this key must be a tag key of 1 to 128 characters"],
    [`${source}role: { tags: { a: "b*" } }`, "role.tags.a: must be a tag value of 256 characters at most"],
    [
      `${source}role: { permissions: { managedPolicyArns: [${Array.from({ length: 21 }, (_, n) => `policy/P${n}`).join(", ")}] } }`,
      "role.permissions.managedPolicyArns: may list 20 policies at most",
    ],
    [`${source}concurrency: 0`, "concurrency: must be 1 to 100 accounts at a time"],
    [`${source}concurrency: 101`, "concurrency: must be 1 to 100 accounts at a time"],
    [`${source}role: { path: }`, "role.path: must be a path"],
    [
      `${source}role: { tags: { "aws:x": me } }`,
      "role.tags.aws:x: this key may not begin with aws:, which is AWS's own",
    ],
    [
      `${source}role: { permissions: { preset: X, managedPolicyArns: [policy/X] } }`,
      "role.permissions: is either a preset (permissions: ReadOnlyAccess) or managedPolicyArns and inlinePolicies, not both",
    ],
    [`${source}role: { permissions: { managedPolicies: [] } }`, "role.permissions.managedPolicies: is not a known key"],
    [
      `${source}role: { permissions: 5 }`,
      "role.permissions: must be ReadOnlyAccess, SecurityAudit, ReadOnlyMetadata, or a mapping of managedPolicyArns and inlinePolicies",
    ],
    [
      `${source}role: { permissions: { inlinePolicies: { X: { Version: "2012", Statement: [] } } } }`,
      "role.permissions.inlinePolicies.X.Version: must be one of 2012-10-17, 2008-10-17",
    ],
    [
      `${source}role: { permissions: { inlinePolicies: { X: { Statement: { Effect: Allow, Action: 5 } } } } }`,
      "role.permissions.inlinePolicies.X.Statement.Action: has a form that fits none of what may stand here",
    ],
    [
      `${source}role: { permissions: { inlinePolicies: { X: { Statement: [{ Effect: Allow, Actions: x }] } } } }`,
      "role.permissions.inlinePolicies.X.Statement[0].Actions: is not a known key",
    ],
    [`${source}accessRoles: [A, B, A]`, "accessRoles[2]: is listed twice"],
    [
      `${source}accessRoles: [A, crossaccountreadonlyrole]`,
      "accessRoles[1]: is also role.name: the role to get in by would be overwritten",
    ],
    [
      `${source}role: { permissions: { managedPolicyArns: [policy/X, "arn:aws:iam::aws:policy/A", "arn:aws-cn:iam::aws:policy/B"] } }`,
      "role.permissions.managedPolicyArns[2]: is of another partition than the ARNs before it: an organization lies in one",
    ],
    [
      inlinePolicy(10_241),
      "role.permissions: the inline policies would have 10241 characters, IAM takes 10240: list fewer or shorter",
    ],
    [
      `source: { accountId: "111111111111", principals: [${Array.from({ length: 60 }, (_, n) => `role/reader-${n}`).join(", ")}], trust: account }`,
      "source.principals: the session policy of the source account would have",
    ],
  ])("%s", (text, fault) => {
    const [heading, ...faults] = messageOf(text).split("\n");

    expect(heading).toBe("assumable.yml cannot be used, 1 fault:");
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`  ${fault}`);
  });
});

describe("a file is taken", () => {
  test.each<[string, string]>([
    [
      "with the ARNs of one partition",
      `${source}role: { permissionsBoundary: "arn:aws:iam::aws:policy/C", permissions: { managedPolicyArns: ["arn:aws:iam::aws:policy/A", policy/X, "arn:aws:iam::aws:policy/B"] } }`,
    ],
    ["with a boundary of its own and a preset", `${source}role: { permissionsBoundary: policy/Bound }`],
    [
      "with groups where the account is trusted",
      'source: { accountId: "111111111111", principals: [group/Auditors], trust: account }',
    ],
    ["with inline policies that just fit", inlinePolicy(10_240)],
    [
      "with units and accounts that are in or out",
      `${source}accounts: { include: ["222222222222"], exclude: ["333333333333"] }`,
    ],
  ])("%s", (_what, text) => {
    expect(messageOf(text)).toBe("");
  });
});

test("a path is written as people write it", () => {
  expect(pathText(["source", "principals", 0])).toBe("source.principals[0]");
  expect(pathText([0, "name", "deep"])).toBe("[0].name.deep");
  expect(pathText([])).toBe("(the whole file)");
});

test("documents are measured as they would be where names are longest", () => {
  const sizes = documentSizes(configOf()).map(({ path, what, size, limit }) => [path.join("."), what, size, limit]);

  expect(sizes).toEqual([
    ["source.principals", "the trust policy", 318, 2048],
    ["role.permissions", "the inline policies", 0, 10240],
    ["role.permissions", "the session policy of member accounts", 787, 2048],
    ["source.principals", "the session policy of the source account", 1297, 2048],
  ]);
});

test("a principal that has passed no schema is a fault of ours", () => {
  expect(() => sourcePrincipal("policy/X")).toThrow(new TypeError("not a source principal: it has passed no schema"));
});
