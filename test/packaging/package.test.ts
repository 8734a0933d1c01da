import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { stacks } from "../support/stacks.ts";

function packageStack(...words: string[]) {
  return spawnSync(process.execPath, ["packaging/main.ts", "package", ...words], { encoding: "utf8" });
}

function bundles(folder: string): readonly { readonly files: readonly string[]; readonly text: string }[] {
  return globSync(join(folder, "*.zip")).map((archive) => {
    const files = unzipSync(readFileSync(archive));
    const text = Object.values(files)
      .map((content) => Buffer.from(content).toString())
      .join("\n");
    return { files: Object.keys(files), text };
  });
}

describe("packaging", () => {
  test("stops at a bad configuration with every fault, before anything is built", () => {
    const file = join(mkdtempSync(join(tmpdir(), "config-")), "bad.yml");
    writeFileSync(file, "source: { accountId: 1, principals: [] }\nsurprise: 1\n");

    const { status, stderr, stdout } = packageStack("--config", file, "--out", ".build/test/bad");

    expect(status).toBe(2);
    expect(stderr).toMatch(/3 faults:\n {2}source\.accountId: .*\n {2}source\.principals: .*\n {2}surprise: /);
    expect(stdout).toBe("");
  });

  test.each([
    [["--config", "nowhere.yml"], /nowhere\.yml cannot be used.*\n.*cannot be read/],
    [["--stage", "audit"], /assumable\.audit\.yml cannot be used/],
    [["--surprise"], /Unknown option '--surprise'.*\n.*Usage/],
    [
      ["--config", "test/support/configs/guarded.yml", "--region", "cn-northwest-1"],
      /another partition than that of Region cn-northwest-1, aws-cn/,
    ],
  ])("refuses %j", (words, message) => {
    const { status, stderr } = packageStack(...words);

    expect(status).toBe(2);
    expect(stderr.replace(/\n/g, " \n")).toMatch(message);
  });
});

describe("each bundle", () => {
  const all = Object.values(stacks).flatMap(({ folder }) => bundles(folder));

  test("is one file of at most 700 kB, without its source map", () => {
    expect(all).toHaveLength(15);
    for (const { files, text } of all) {
      expect(files).toEqual([expect.stringMatching(/^handlers\/[\w-]+\.mjs$/)]);
      expect(text.length).toBeLessThan(700_000);
      expect(text).not.toContain("sourceMappingURL=data:");
    }
  });

  test("carries its configuration", () => {
    for (const { text } of bundles(stacks.guarded.folder)) expect(text).toContain('"shared-secret"');
    for (const { text } of bundles(stacks.standard.folder)) expect(text).not.toContain('"shared-secret"');
  });

  test("holds nothing of the sandbox, nor of its evaluator", () => {
    for (const { text } of all) expect(text).not.toMatch(/cloud-copilot|runSimulation|NotEmulatedInSandbox/);
  });
});

describe("the sources", () => {
  const sourcesIn = (...folders: string[]) => folders.flatMap((folder) => globSync(`${folder}/**/*.ts`));
  const filesWith = (files: readonly string[], pattern: RegExp) =>
    files.filter((file) => pattern.test(readFileSync(file, "utf8")));

  test("import the AGPL evaluator in one file of the sandbox", () => {
    const all = sourcesIn("handlers", "shared", "events", "sandbox", "demo", "packaging");

    expect(filesWith(all, /@cloud-copilot\//)).toEqual(["sandbox/authorization/decide.ts"]);
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(Object.keys(dependencies).join()).not.toContain("cloud-copilot");
  });

  test("keep product and sandbox apart", () => {
    expect(filesWith(sourcesIn("sandbox"), /["']#(shared|events)\//)).toEqual([]);
    expect(filesWith(sourcesIn("handlers", "shared", "events"), /["']#sandbox\//)).toEqual([]);
  });

  test("name no partition in an ARN", () => {
    expect(filesWith(sourcesIn("handlers", "shared", "events", "packaging"), /["'`]arn:aws:/)).toEqual([]);
    expect(readFileSync("serverless.yml", "utf8")).not.toContain("arn:aws:");
  });

  test("read the environment in one place", () => {
    expect(filesWith(sourcesIn("handlers", "shared", "events"), /process\.env/)).toEqual(["shared/environment.ts"]);
  });
});
