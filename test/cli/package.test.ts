import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import { assumable } from "../support/command.ts";

const folder = ".build/test/command";
const bundle = `${folder}/assumable.mjs`;

let sandbox: Sandbox;

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, ["packaging/build-command.ts", "--out", folder]);
  expect(status, String(stderr)).toBe(0);
  sandbox = await startSandbox();
});

afterAll(() => sandbox.close());

describe("the published package", () => {
  test("is one file with its manual, licence, schema and bill of materials, and needs nothing else", () => {
    const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json"], { cwd: folder, encoding: "utf8" });
    const packed = JSON.stringify(JSON.parse(stdout));

    const files = [...packed.matchAll(/"path":"([^"]+)"/g)].map(([, path]) => path);
    expect(files.toSorted()).toEqual([
      "LICENSE",
      "README.md",
      "assumable.mjs",
      "assumable.schema.json",
      "package.json",
      "sbom.cdx.json",
    ]);
    const manifest = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    expect(manifest).toMatchObject({
      name: "assumable",
      bin: { assumable: "assumable.mjs" },
      engines: { node: ">=22" },
    });
    expect(manifest).not.toHaveProperty("dependencies");
  });

  test("says what is inside: every runtime dependency, and no tool", () => {
    const { metadata, components } = JSON.parse(readFileSync(`${folder}/sbom.cdx.json`, "utf8"));
    const names: readonly string[] = components.map(({ name }: { name: string }) => name);

    expect(metadata.component.name).toBe("assumable");
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(Object.keys(dependencies).filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => /^(vitest|typescript|esbuild|osls|@cloud-copilot\/.*)$/.test(name))).toEqual([]);
  });

  test("holds nothing of the sandbox, nor of its evaluator", () => {
    expect(readFileSync(bundle, "utf8")).not.toMatch(/cloud-copilot|runSimulation|NotEmulatedInSandbox/);
    expect(statSync(bundle).size).toBeLessThan(1_500_000);
  });

  test("works on its own", async () => {
    const ended = await assumable(sandbox, ["plan"], { file: bundle });

    expect(ended.status).toBe(3);
    expect(ended.stdout).toContain("9 accounts: 5 planned");
    expect((await assumable(undefined, ["--version"], { file: bundle })).stdout).toBe("0.1.0\n");
  });
});

describe("the help of", () => {
  test.each([
    ["plan"],
    ["apply"],
    ["verify"],
    ["export"],
    ["report"],
    ["remove"],
    ["config", "check"],
    ["config", "init"],
  ])("%s %s has examples", async (...words) => {
    const { status, stdout } = await assumable(undefined, [...words.filter(Boolean), "--help"]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}assumable /);
  });

  test("the command tells exit codes and lists every command", async () => {
    const { status, stdout } = await assumable(undefined, ["--help"]);

    expect(status).toBe(0);
    expect(stdout).toContain("Exit codes: 0 done");
    for (const command of ["plan", "apply", "verify", "export", "report", "remove", "config"])
      expect(stdout).toMatch(new RegExp(`^ {2}${command}`, "m"));
  });
});
