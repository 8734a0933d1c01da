import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { permissionsOf } from "#shared/config/presets.ts";
import { listOf, statementsOf } from "#shared/policy-document/document.ts";

/** The actions docs/configuration.md lists, a service a line: `s3: GetObject, GetObjectVersion`. */
function documentedActions(): readonly string[] {
  const [, block = ""] = /```text\n(.+?)```/s.exec(readFileSync("docs/configuration.md", "utf8")) ?? [];
  return block
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [service, actions = ""] = line.split(": ");
      return actions.split(", ").map((action) => `${service}:${action}`);
    });
}

test("ReadOnlyAccess is the how-to's one policy", () => {
  expect(permissionsOf("ReadOnlyAccess")).toEqual({ managedPolicyArns: ["aws:ReadOnlyAccess"], inlinePolicies: {} });
});

test("SecurityAudit is AWS's two policies that read how things are set up", () => {
  expect(permissionsOf("SecurityAudit")).toEqual({
    managedPolicyArns: ["aws:SecurityAudit", "aws:job-function/ViewOnlyAccess"],
    inlinePolicies: {},
  });
});

test("ReadOnlyMetadata denies the reads of data that are documented, everywhere, and nothing else", () => {
  const { managedPolicyArns, inlinePolicies } = permissionsOf("ReadOnlyMetadata");

  expect(managedPolicyArns).toEqual(["aws:ReadOnlyAccess"]);
  expect(Object.keys(inlinePolicies)).toEqual(["DenyDataReads"]);
  const { Version: version, ...document } = inlinePolicies["DenyDataReads"]!;
  expect(statementsOf(document)).toHaveLength(1);
  const { Action: actions, ...statement } = statementsOf(document)[0]!;
  expect(version).toBe("2012-10-17");
  expect(statement).toEqual({ Sid: "DenyDataReads", Effect: "Deny", Resource: "*" });
  expect(listOf(actions)).toEqual(documentedActions());
});

test("permissions of one's own are as they are written", () => {
  const own = { managedPolicyArns: ["policy/Own"], inlinePolicies: {} };

  expect(permissionsOf(own)).toBe(own);
});
