import { expect, test } from "vitest";
import type * as z from "zod";
import { accountIdSchema } from "#shared/account-id.ts";
import {
  emailSchema,
  iamPathSchema,
  organizationalUnitIdSchema,
  policyNameSchema,
  roleNameSchema,
} from "#shared/config/names.ts";
import { policyReferenceSchema } from "#shared/config/policy-reference.ts";
import { scheduleSchema } from "#shared/config/schedule.ts";
import { configSchema } from "#shared/config/schema.ts";
import { sourcePrincipalSchema } from "#shared/config/source-principal.ts";
import { runManifestSchema } from "#shared/run/run-manifest.ts";

// What each kind of name may be, at its edges: the last that is taken, and the first that is not.

const role = configSchema.shape.role.unwrap().shape;
const every = "aZ09_+=,.@-";

interface Kind {
  readonly schema: z.ZodType;
  /** What is said of values that are refused; zod's own words where this says nothing. */
  readonly says?: readonly string[];
  readonly taken: readonly unknown[];
  readonly refused: readonly unknown[];
}

const kinds: Readonly<Record<string, Kind>> = {
  "an account id": {
    says: [
      "must be an account id: exactly 12 digits",
      "is a number: put the account id in quotes, leading zeros are part of it",
    ],
    schema: accountIdSchema,
    taken: ["000000000000", "123456789012"],
    refused: [
      "12345678901",
      "1234567890123",
      "12345678901a",
      " 123456789012",
      "123456789012 ",
      "１２３４５６７８９０１２",
      123456789012,
    ],
  },
  "a role name": {
    says: ["must be a role name: 1 to 64 of letters, digits and +=,.@_-", "must be a role name"],
    schema: roleNameSchema,
    taken: ["R", every, "R".repeat(64)],
    refused: [5, "", "R".repeat(65), "a/b", "a b", "a*", "é", "R\n", "\nR"],
  },
  "a policy name": {
    says: ["must be a policy name: 1 to 120 of letters, digits and +=,.@_-", "must be a policy name"],
    schema: policyNameSchema,
    taken: ["P", every, "P".repeat(120)],
    refused: [5, "", "P".repeat(121), "a/b", "a b", "a*", "é", "P\n", "\nP"],
  },
  "a path": {
    says: ["must begin and end with a slash, as in / or /audit/", "must have 512 characters at most", "must be a path"],
    schema: iamPathSchema,
    taken: ["/", "/a/", `/${every}/b/`, `/${"a".repeat(510)}/`],
    refused: [5, "", "a/", "/a", "//", "/a//b/", "/a b/", `/${"a".repeat(511)}/`, "x/a/", "/a/x"],
  },
  "an organizational unit or root": {
    says: [
      "must be the id of an organizational unit (ou-…) or root (r-…)",
      "must be the id of an organizational unit or root",
    ],
    schema: organizationalUnitIdSchema,
    taken: ["ou-a1b2-c3d4e5f6", `ou-${"a".repeat(32)}-${"1".repeat(32)}`, "r-a1b2", `r-${"a".repeat(32)}`],
    refused: [
      5,
      ...[
        "ou-a1b-c3d4e5f6",
        "ou-a1b2-c3d4e5f",
        "ou-a1b2",
        "r-a1b",
        "A",
        "ou-A1B2-c3d4e5f6",
        "r-A1B2",
        "xr-a1b2",
        "r-a1b2/",
      ],
      ...[`ou-${"a".repeat(33)}-c3d4e5f6`, `ou-a1b2-${"1".repeat(33)}`, `r-${"a".repeat(33)}`, "xou-a1b2-c3d4e5f6"],
      "ou-a1b2-C3D4E5F6",
    ],
  },
  "an e-mail address": { schema: emailSchema, taken: ["a@example.com"], refused: ["a", "a@", ""] },
  "a policy by reference": {
    says: [
      "must be the ARN of an AWS managed policy, or policy/NAME for each account's own policy",
      "names a policy of one account: write policy/NAME to mean each account's own policy of that name",
      "must be a policy ARN",
    ],
    schema: policyReferenceSchema,
    taken: [
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
      "arn:aws-us-gov:iam::aws:policy/job-function/ViewOnlyAccess",
      `policy/${every}`,
      "policy/a/b/C",
      `policy/${"P".repeat(128)}`,
    ],
    refused: [
      "arn:aws-us-gov:iam::222222222222:policy/team/A",
      5,
      ...[
        "ReadOnlyAccess",
        "policy/",
        "policy//A",
        "policy/a b",
        "policy/é",
        `policy/${"P".repeat(129)}`,
        "xpolicy/A",
        "policy/A b",
      ],
      ...[
        "arn:awz:iam::aws:policy/A",
        "arn:aws:iam::aws:policy/",
        "arn:aws:iam::aws:policy/A b",
        "arn:aws:iam::111111111111:policy/A",
      ],
      ...["x arn:aws:iam::aws:policy/A", "arn:aws:s3:::bucket", "aws:ReadOnlyAccess"],
    ],
  },
  "a source principal": {
    says: [
      "must be role/NAME, user/NAME or group/NAME, with its path and without account or arn:",
      "may have * only in a role",
      "matches every role: name some, or set trust to account",
      "must be role/NAME, user/NAME or group/NAME",
    ],
    schema: sourcePrincipalSchema,
    taken: [
      "role/role/*",
      ...[
        "role/A",
        "user/B",
        "group/C",
        `role/${every}`,
        "role/team/A",
        "user/a/b/C",
        "role/Cloud*",
        "role/team/*",
        "role/*/A",
        "role/*a",
      ],
    ],
    refused: [
      5,
      ...[
        "A",
        "role/",
        "roles/A",
        "role//A",
        "role/a b",
        "user/*",
        "user/a*",
        "group/*/C",
        "role/*",
        "role/**",
        "xrole/A",
        "role/A\n",
      ],
      ...["arn:aws:iam::111111111111:role/A", "policy/A", "role/A/", "role/é"],
    ],
  },
  "a schedule": {
    says: [
      "must be rate(…) or cron(…) with six fields as EventBridge takes it, as in rate(1 day) or cron(0 3 * * ? *)",
      "must be text, as in rate(1 day)",
    ],
    schema: scheduleSchema,
    taken: [
      ...[
        "rate(1 minute)",
        "rate(1 hour)",
        "rate(1 day)",
        "rate(2 minutes)",
        "rate(9 hours)",
        "rate(10 days)",
        "rate(365 days)",
      ],
      ...[
        "cron(0 3 * * ? *)",
        "cron(0 3 ? * MON-FRI *)",
        "cron(0/15 8-17 1 1,7 ? 2026)",
        "cron(15 10 ? JAN 6L 2026-2030)",
      ],
    ],
    refused: [
      5,
      ...[
        "rate(0 minutes)",
        "rate(1 minutes)",
        "rate(2 minute)",
        "rate(01 days)",
        "rate(1.5 hours)",
        "rate(day)",
        "rate(-1 day)",
      ],
      ...[
        "rate(1 week)",
        "rate(1day)",
        "xrate(1 day)",
        "rate(1 day)x",
        "RATE(1 day)",
        "daily",
        "",
        "rate(12 hour)",
        "rate(21 day)",
      ],
      ...["cron(0 3 * * ?)", "cron(0 3 * * ? * *)", "cron(0 3 1 * MON *)", "cron(0 3 ? * ? *)", "cron(0 3 * * * *)"],
      ...["xcron(0 3 * * ? *)", "cron(0 3 * * ? *)x", "cron(0  3 * * ? *)", "cron(0 3 ?1 * ? *)", "cron(0 3 ? * ?1 *)"],
    ],
  },
  "a description": {
    says: ["must be 1,000 characters of Latin text at most"],
    schema: role.description,
    taken: ["", "x".repeat(1000), "a\tb\nc\rd ~ ¡ÿ"],
    refused: ["x".repeat(1001), "Zürich 🏔", "\u0007", "\u007f", "\u00a0"],
  },
  "a session's length": {
    says: ["must be 3600 to 43200 seconds", "must be a whole number of seconds"],
    schema: role.maxSessionDuration,
    taken: [3600, 43_200],
    refused: [3599, 43_201, 3600.5, "3600"],
  },
  "an external id": {
    says: ["must be 2 to 1,224 of letters, digits and +=,.@:/_-", "must be text: put it in quotes"],
    schema: role.externalId,
    taken: ["ab", "aZ09_+=,.@:/-", "x".repeat(1224)],
    refused: [5, "a", "", "x".repeat(1225), "a b", "a*b", "ab\n", "é2"],
  },
  tags: {
    schema: role.tags,
    taken: [
      {},
      { "a Z é 0_.:/=+-@": "" },
      { ["k".repeat(128)]: "v".repeat(256) },
      { myaws: "aws:x", "my-aws:k": "v" },
      { a: "a Z é 0_.:/=+-@" },
    ],
    refused: [
      ...[{ "": "v" }, { ["k".repeat(129)]: "v" }, { k: "v".repeat(257) }, { "k*": "v" }, { k: "v*" }, { k: 1 }],
      ...[
        { "aws:k": "v" },
        { "AWS:k": "v" },
        { "assumable:managed-by": "me" },
        { "k\n": "v" },
        { k: "\nv" },
        { "\tk": "v" },
        { k: "v\t" },
      ],
    ],
  },
  "policies of one's own": {
    schema: role.permissions,
    taken: [
      { managedPolicyArns: Array.from({ length: 20 }, (_, index) => `policy/P${index}`) },
      { inlinePolicies: { Own: { Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } } } },
    ],
    refused: [
      { managedPolicyArns: Array.from({ length: 21 }, (_, index) => `policy/P${index}`) },
      { inlinePolicies: { "a b": { Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } } } },
      { inlinePolicies: { Own: { Statement: { Effect: "Allow", Actions: "s3:*", Resource: "*" } } } },
      { inlinePolicies: { Own: { Version: "2012", Statement: [] } } },
      { policies: [] },
    ],
  },
  "access roles": {
    says: [
      "must name at least one role to get in by",
      "may name 10 roles at most",
      "must be a role name: 1 to 64 of letters, digits and +=,.@_-",
      "Invalid input: expected array, received string",
    ],
    schema: configSchema.shape.accessRoles,
    taken: [["A"], Array.from({ length: 10 }, (_, index) => `A${index}`)],
    refused: [[], Array.from({ length: 11 }, (_, index) => `A${index}`), ["a/b"], "A"],
  },
  "an organization": {
    schema: runManifestSchema.shape.organization.shape.id,
    taken: ["o-a1b2c3d4e5", `o-${"a".repeat(32)}`],
    refused: ["o-a1b2c3d4e", `o-${"a".repeat(33)}`, "xo-a1b2c3d4e5", "o-a1b2c3d4e5/", "o-A1B2C3D4E5"],
  },
  "a number of accounts at a time": {
    says: ["must be 1 to 100 accounts at a time", "must be a whole number"],
    schema: configSchema.shape.concurrency,
    taken: [1, 100],
    refused: [0, 101, 1.5, "1"],
  },
};

const cases = Object.entries(kinds).flatMap(([what, { schema, taken, refused }]) => [
  ...taken.map((value) => [what, value, schema, true] as const),
  ...refused.map((value) => [what, value, schema, false] as const),
]);

test.each(cases)("for %s %j, taken or refused as AWS does", (_what, value, schema, taken) => {
  expect(schema.safeParse(value).success).toBe(taken);
});

const told = Object.entries(kinds).filter(([, { says }]) => says !== undefined);

test.each(told)("what is refused as %s is told in words of our own", (_what, { schema, says = [], refused }) => {
  const messages = refused.map((value) => schema.safeParse(value).error?.issues[0]?.message);

  expect(new Set(messages)).toEqual(new Set(says));
});

test("of ARNs of one account it is said how to mean each account's own policy, of others what is expected", () => {
  const messageOf = (value: string) => policyReferenceSchema.safeParse(value).error?.issues[0]?.message;

  for (const arn of ["arn:aws:iam::111111111111:policy/A", "arn:aws-us-gov:iam::222222222222:policy/team/A"]) {
    expect(messageOf(arn)).toMatch(/^names a policy of one account/);
  }
  for (const other of [
    "x:arn:aws:iam::111111111111:policy/A",
    "arn:aws:iam::11111111111:policy/A",
    "arn:aws:iam::111111111111:role/A",
  ]) {
    expect(messageOf(other)).toMatch(/^must be the ARN/);
  }
});
