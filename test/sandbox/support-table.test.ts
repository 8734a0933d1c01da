import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { startSandbox } from "#sandbox/start.ts";

const readme = readFileSync("sandbox/README.md", "utf8");
const sandbox = await startSandbox();
afterAll(() => sandbox.close());

function section(heading: string): string {
  return readme.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
}

test("the support table names every action there is, and none there is not", () => {
  const told = [...section("What it does").matchAll(/^\| `([a-z0-9]+)` \| (.*) \|$/gm)].flatMap(
    ([, service, actions]) => [...actions!.matchAll(/`(\w+)`/g)].map(([, action]) => `${service}:${action}`),
  );
  const there = Object.entries(sandbox.services).flatMap(([service, actions]) =>
    Object.keys(actions).map((action) => `${service}:${action}`),
  );

  expect(told.toSorted()).toEqual(there.toSorted());
});

test("the fake organization's accounts are all told of", () => {
  for (const id of Object.values(fakeOrganization.accounts)) expect(section("The fake organization")).toContain(id);
});
