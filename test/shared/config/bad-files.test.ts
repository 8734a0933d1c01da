import { describe, expect, test } from "vitest";
import { ConfigError } from "#shared/config/faults.ts";
import { parseConfig } from "#shared/config/parse.ts";

const source = `source:
  accountId: "111111111111"
  principals: [role/CloudQuery]
`;

function faultsOf(text: string): readonly string[] {
  try {
    parseConfig(text, "assumable.yml");
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ path, reason }) => `${path}: ${reason}`);
    throw error;
  }
  return [];
}

/** Each file has exactly one fault: where it is, and a part of what is said. */
const badFiles: readonly [string, string, string, string][] = [
  ["an empty file", "", "source", "missing"],
  ["text instead of keys", "hello", "(the whole file)", "must be"],
  ["no YAML", "source: [", "line 1", "is not YAML"],
  ["a key twice", `${source}drift: repair\ndrift: report`, "line 5", "is not YAML (duplicate key)"],
  ["an unknown key", `${source}rolls: {}`, "rolls", "not a known key"],
  ["an unknown key deep down", `${source}role: { nam: x }`, "role.nam", "not a known key"],
  ["an account id that is a number", source.replaceAll('"', ""), "source.accountId", "in quotes"],
  [
    "an account id of 11 digits",
    source.replace("111111111111", "11111111111"),
    "source.accountId",
    "exactly 12 digits",
  ],
  ["no principals", source.replace("[role/CloudQuery]", "[]"), "source.principals", "at least one"],
  [
    "a principal with an ARN",
    source.replace("role/CloudQuery", "arn:aws:iam::111111111111:role/X"),
    "source.principals[0]",
    "without account",
  ],
  ["a star in a user", source.replace("role/CloudQuery", "user/*-reader"), "source.principals[0]", "only in a role"],
  [
    "every role",
    source.replace("role/CloudQuery", "role/*").replace("[role/*]", '["role/*"]'),
    "source.principals[0]",
    "every role",
  ],
  [
    "a group in a trust policy",
    source.replace("role/CloudQuery", "group/readers"),
    "source.principals[0]",
    "trust to account",
  ],
  ["a principal twice", source.replace("role/CloudQuery", "role/A, role/A"), "source.principals[1]", "listed twice"],
  [
    "more principals than a trust policy holds",
    source.replace("role/CloudQuery", Array.from({ length: 60 }, (_, n) => `role/reader-${n}-*`).join(", ")),
    "source.principals",
    "IAM takes 2048",
  ],
  ["an unknown trust mode", `${source}  trust: everyone\n`, "source.trust", "principals or account"],
  [
    "an unknown scope",
    `${source}  policy: { scope: world }\n`,
    "source.policy.scope",
    "organization, any-account or accounts",
  ],
  ["a policy name with a slash", `${source}  policy: { name: a/b }\n`, "source.policy.name", "policy name"],
  ["a path without slashes", `${source}role: { path: audit }`, "role.path", "begin and end with a slash"],
  ["a role name with a space", `${source}role: { name: my role }`, "role.name", "role name"],
  [
    "a session of less than an hour",
    `${source}role: { maxSessionDuration: 900 }`,
    "role.maxSessionDuration",
    "3600 to 43200",
  ],
  [
    "a session of more than twelve hours",
    `${source}role: { maxSessionDuration: 43201 }`,
    "role.maxSessionDuration",
    "3600 to 43200",
  ],
  [
    "a session of half seconds",
    `${source}role: { maxSessionDuration: 3600.5 }`,
    "role.maxSessionDuration",
    "whole number",
  ],
  ["an external id of one character", `${source}role: { externalId: x }`, "role.externalId", "2 to 1,224"],
  ["an external id that is a number", `${source}role: { externalId: 12345 }`, "role.externalId", "in quotes"],
  [
    "an unknown preset",
    `${source}role: { permissions: Everything }`,
    "role.permissions",
    "ReadOnlyAccess, SecurityAudit",
  ],
  [
    "a preset and ARNs",
    `${source}role: { permissions: { preset: ReadOnlyAccess, managedPolicyArns: [] } }`,
    "role.permissions",
    "not both",
  ],
  ["no permissions at all", `${source}role: { permissions: {} }`, "role.permissions", "grants nothing"],
  [
    "an ARN of no known partition",
    `${source}role: { permissions: { managedPolicyArns: ["arn:awz:iam::aws:policy/ReadOnlyAccess"] } }`,
    "role.permissions.managedPolicyArns[0]",
    "AWS managed policy",
  ],
  [
    "ARNs of two partitions",
    `${source}role: { permissionsBoundary: "arn:aws-cn:iam::aws:policy/A", permissions: { managedPolicyArns: ["arn:aws:iam::aws:policy/B"] } }`,
    "role.permissionsBoundary",
    "another partition",
  ],
  [
    "a policy of one account",
    `${source}role: { permissions: { managedPolicyArns: ["arn:aws:iam::111111111111:policy/X"] } }`,
    "role.permissions.managedPolicyArns[0]",
    "policy/NAME",
  ],
  [
    "a policy twice",
    `${source}role: { permissions: { managedPolicyArns: [policy/X, policy/X] } }`,
    "role.permissions.managedPolicyArns[1]",
    "listed twice",
  ],
  [
    "an inline policy that is none",
    `${source}role: { permissions: { inlinePolicies: { X: { Statement: [{ Effect: Permit, Action: "s3:*", Resource: "*" }] } } } }`,
    "role.permissions.inlinePolicies.X.Statement[0].Effect",
    "Allow, Deny",
  ],
  [
    "inline policies that are too long",
    `${source}role: { permissions: { inlinePolicies: { X: { Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: "${"a".repeat(10_300)}" }] } } } }`,
    "role.permissions",
    "IAM takes 10240",
  ],
  [
    "the ownership tag",
    `${source}role: { tags: { "assumable:managed-by": me } }`,
    "role.tags.assumable:managed-by",
    "ownership tag",
  ],
  ["a tag of AWS's", `${source}role: { tags: { "aws:x": me } }`, "role.tags.aws:x", "AWS's own"],
  ["a tag that is a number", `${source}role: { tags: { cost: 12 } }`, "role.tags.cost", "in quotes"],
  ["the role as its own way in", `${source}accessRoles: [CrossAccountReadOnlyRole]`, "accessRoles[0]", "overwritten"],
  ["no way in", `${source}accessRoles: []`, "accessRoles", "at least one"],
  [
    "an account in and out",
    `${source}accounts: { include: ["222222222222"], exclude: ["222222222222"] }`,
    "accounts.exclude[0]",
    "included as well",
  ],
  [
    "a unit in and out",
    `${source}accounts: { organizationalUnits: { include: [ou-fake-producti], exclude: [ou-fake-producti] } }`,
    "accounts.organizationalUnits.exclude[0]",
    "included as well",
  ],
  [
    "a unit that is none",
    `${source}accounts: { organizationalUnits: { include: [Production] } }`,
    "accounts.organizationalUnits.include[0]",
    "organizational unit",
  ],
  ["an unquoted account", `${source}accounts: { exclude: [222222222222] }`, "accounts.exclude[0]", "in quotes"],
  ["yes for true", `${source}accounts: { managementAccount: "yes" }`, "accounts.managementAccount", "true or false"],
  ["an unknown choice", `${source}existingRole: overwrite`, "existingRole", "refuse or adopt"],
  ["an unknown drift mode", `${source}drift: ignore`, "drift", "repair or report"],
  ["a rate of 1 days", `${source}schedule: rate(1 days)`, "schedule", "rate(1 day)"],
  ["a rate of 5 minute", `${source}schedule: rate(5 minute)`, "schedule", "rate(1 day)"],
  ["a rate of nothing", `${source}schedule: rate(0 days)`, "schedule", "rate(1 day)"],
  ["a cron expression of five fields", `${source}schedule: cron(0 3 * * ?)`, "schedule", "six fields"],
  ["a cron expression of both kinds of days", `${source}schedule: cron(0 3 1 * MON *)`, "schedule", "six fields"],
  ["a cron expression without days", `${source}schedule: cron(0 3 ? * ? *)`, "schedule", "six fields"],
  ["a schedule in words", `${source}schedule: daily`, "schedule", "rate(1 day)"],
  ["no e-mail address", `${source}notify: { email: me }`, "notify.email", "e-mail"],
  ["too many at once", `${source}concurrency: 1000`, "concurrency", "1 to 100"],
];

describe("a configuration file is refused", () => {
  test.each(badFiles)("for %s", (_name, text, path, reason) => {
    const faults = faultsOf(text);

    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(path);
    expect(faults[0]).toContain(reason);
  });
});

test("all faults are told at once, those between sections too", () => {
  const text = `source: { accountId: 111111111111, principals: [group/x], trust: principals }
role: { path: audit, name: OrganizationAccountAccessRole }
accounts: { include: ["222222222222"], exclude: ["222222222222"] }
surprise: 1
`;

  const paths = faultsOf(text).map((fault) => fault.split(":")[0]);

  expect(paths.toSorted()).toEqual(["accounts.exclude[0]", "role.path", "source.accountId", "surprise"]);
});

test("no fault holds a value of the file", () => {
  const secret = "S3CR3T!";
  const text = `source: { accountId: "${secret}", principals: ["${secret}"], trust: "${secret}" }
role: { externalId: "${secret}", name: "${secret}", permissions: "${secret}", tags: { key: [${secret}] }, maxSessionDuration: "${secret}" }
schedule: "${secret}"
notify: { email: "${secret}" }
`;

  const faults = faultsOf(text);

  expect(faults.length).toBeGreaterThanOrEqual(9);
  expect(faults.join("\n")).not.toContain(secret);
});
