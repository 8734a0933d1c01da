import { expect, test } from "vitest";
import { sourcePrincipal } from "#shared/config/source-principal.ts";
import type { SourceChange } from "#shared/source-policy/change.ts";
import { accountsDocument, organizationDocument } from "#shared/source-policy/documents.ts";
import { haveDrift } from "#shared/source-policy/drift.ts";
import { deploymentOf } from "../../support/deployment.ts";

const deployment = deploymentOf();
const listing = (...accountIds: string[]) => accountsDocument(deployment.config, { partition: "aws" }, accountIds);
const whole = organizationDocument(deployment.config, { partition: "aws", organizationId: "o-fakeorg0001" });
const policyName = "P";
const why = "";

const created: SourceChange = { kind: "create-policy", policyName, before: undefined, after: whole, why };
const deleted: SourceChange = { kind: "delete-policy", policyName, before: whole, after: undefined, why };
const tagged: SourceChange = { kind: "tag-policy", policyName, before: {}, after: {}, why };

function attached(to: string): SourceChange {
  return { kind: "attach-policy", policyName: to, before: undefined, after: sourcePrincipal("role/CloudQuery"), why };
}

function changed(before: typeof whole | string): SourceChange {
  return { kind: "create-policy-version", policyName, before, after: listing("222222222222"), why };
}

test.each<[string, readonly SourceChange[], boolean]>([
  ["nothing", [], false],
  ["a new policy, not attached yet, follows accounts", [created, attached(policyName)], false],
  ["a policy that is no longer needed follows accounts", [deleted], false],
  ["a list that is ours, only no longer current, follows accounts", [changed(listing("333333333333"))], false],
  ["a list that somebody added something to was changed by hand", [changed(whole)], true],
  ["a policy that cannot be read was changed by hand", [changed("{}")], true],
  ["a policy that was detached was changed by hand", [attached(policyName)], true],
  ["a policy that was detached beside a new one was changed by hand", [created, attached("P-2")], true],
  ["a tag that is missing was changed by hand", [tagged], true],
])("%s", (_what, changes, drift) => {
  expect(haveDrift(changes, deployment)).toBe(drift);
});
