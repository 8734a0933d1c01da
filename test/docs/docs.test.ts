import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stacks } from "../support/stacks.ts";

const headings = [...readFileSync("docs/runbook.md", "utf8").matchAll(/^#+ (.+)$/gm)].flatMap(([, text]) =>
  text!.split(", "),
);

/** Texts in quotes in the declaration of a type. */
function valuesOf(file: string, type: string): readonly string[] {
  const [, declaration = ""] = new RegExp(`type ${type} =([^;]+);`).exec(readFileSync(file, "utf8")) ?? [];
  return [...declaration.matchAll(/"([a-z-]+)"/g)].map(([, value]) => value!);
}

describe("the runbook has a heading for", () => {
  test.each([
    "conflict",
    "unreachable",
    "failed",
    "drifted",
    "not-attempted",
    "page-failed",
    "out-of-time",
    "interrupted",
  ])("the outcome %s", (outcome) => {
    expect(headings).toContain(outcome);
  });

  test("every reason of a conflict", () => {
    const reasons = valuesOf("shared/outcome.ts", "ConflictReason");

    expect(reasons.length).toBeGreaterThan(5);
    expect(reasons.filter((reason) => !headings.includes(reason))).toEqual([]);
  });

  test.each(["missing-principal", "identity-center-role", "pattern-principal"])("the finding %s", (finding) => {
    expect(readFileSync("shared/source-policy/change.ts", "utf8")).toContain(`"${finding}"`);
    expect(headings).toContain(finding);
  });

  test("every error of ours", () => {
    const sources = globSync("{shared,events}/**/*.ts").map((file) => readFileSync(file, "utf8"));
    const names = sources.flatMap((text) =>
      [...text.matchAll(/override readonly name = "(\w+)"/g)].map(([, name]) => name!),
    );

    expect(names.length).toBeGreaterThan(6);
    expect(names.filter((name) => !headings.includes(name))).toEqual([]);
  });

  test("every alarm", () => {
    const file = `${stacks.standard.folder}/cloudformation-template-update-stack.json`;
    const resources: Record<string, { Type: string }> = JSON.parse(readFileSync(file, "utf8")).Resources;
    const alarms = Object.entries(resources).flatMap(([id, { Type }]) =>
      Type === "AWS::CloudWatch::Alarm" ? [id.replace(/Alarm$/, "")] : [],
    );

    expect(alarms.length).toBeGreaterThan(10);
    expect(alarms.filter((alarm) => !headings.includes(alarm))).toEqual([]);
  });
});

test("docs/permissions.md explains every statement of the stack's roles", () => {
  const explained = readFileSync("docs/permissions.md", "utf8");
  const statements = globSync("stack/{roles.yml,optional/*.yml}").flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/Sid: (\w+)/g),
  ]);

  expect(statements.length).toBeGreaterThan(20);
  expect(statements.map(([, sid]) => sid!).filter((sid) => !explained.includes(`\`${sid}\``))).toEqual([]);
});

test("every test that docs/security.md names is there", () => {
  const named = [...readFileSync("docs/security.md", "utf8").matchAll(/\| `(test\/[^`]+)`: (.+?) \|$/gm)];

  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(([, file, title]) => !readFileSync(file!, "utf8").includes(title!));
  expect(missing.map(([, file, title]) => `${file}: ${title}`)).toEqual([]);
});

test("every link between the documents leads somewhere", () => {
  const documents = globSync("{*.md,docs/**/*.md,sandbox/*.md}");
  const dead = documents.flatMap((file) => {
    const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "";
    const links = [...readFileSync(file, "utf8").matchAll(/\]\((?!https?:)([^)#\s]+)(#[\w-]+)?\)/g)];
    return links.flatMap(([whole, path]) =>
      globSync(`${folder}${path}`.replace(/\/$/, "")).length > 0 ? [] : [`${file}: ${whole}`],
    );
  });

  expect(dead).toEqual([]);
});
