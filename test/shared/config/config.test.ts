import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseConfig } from "#shared/config/parse.ts";
import { policyArn } from "#shared/config/policy-reference.ts";
import { configJsonSchema, configSchema } from "#shared/config/schema.ts";
import { matchesPrincipal, sourcePrincipal } from "#shared/config/source-principal.ts";

test("the smallest file gives the how-to's values", () => {
  const config = parseConfig(readFileSync("assumable.yml", "utf8"), "assumable.yml");

  expect(config).toMatchObject({
    role: { name: "CrossAccountReadOnlyRole", path: "/", maxSessionDuration: 3600, permissions: "ReadOnlyAccess" },
    source: {
      trust: "principals",
      policy: { name: "CloudQueryCrossAccountReadOnlyAccess", path: "/", scope: "organization" },
    },
    accounts: { managementAccount: true },
    accessRoles: ["OrganizationAccountAccessRole", "AWSControlTowerExecution"],
    existingRole: "refuse",
    drift: "repair",
    schedule: "rate(1 day)",
  });
});

test("a configuration with its defaults filled in is valid input again", () => {
  const config = parseConfig(readFileSync("test/support/configs/own-source.yml", "utf8"), "own-source.yml");

  expect(configSchema.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
});

test("the JSON Schema for editors is the one of the code", () => {
  expect(JSON.parse(readFileSync("assumable.schema.json", "utf8"))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  );
});

test.each([
  ["aws:ReadOnlyAccess", "arn:aws-cn:iam::aws:policy/ReadOnlyAccess"],
  ["policy/team/Reader", "arn:aws-cn:iam::222222222222:policy/team/Reader"],
  ["arn:aws-cn:iam::aws:policy/SecurityAudit", "arn:aws-cn:iam::aws:policy/SecurityAudit"],
])("the policy reference %s means %s in an account in China", (reference, arn) => {
  expect(policyArn(reference, "aws-cn", "222222222222")).toBe(arn);
});

test.each([
  ["role/Cloud*", "role/CloudQuery", true],
  ["role/Cloud*", "role/team/CloudQuery", false],
  [
    "role/aws-reserved/*/AWSReservedSSO_Auditor_*",
    "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Auditor_0a",
    true,
  ],
  ["role/a.b", "role/aXb", false],
  ["role/a.b+c", "role/a.b+c", true],
  ["role/Cloud*", "xrole/CloudQuery", false],
  ["role/CloudQuery", "role/CloudQueryMore", false],
])("the principal %s matches %s: %s", (principal, resource, matches) => {
  expect(matchesPrincipal(sourcePrincipal(principal), resource)).toBe(matches);
});
