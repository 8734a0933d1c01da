import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parseConfig } from "#shared/config/parse.ts";
import { assumable, jsonLines } from "../support/command.ts";

let file: string;

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), "assumable-")), "assumable.yml");
});

const given = ["--source-account", "111111111111", "--principal", "role/CloudQuery"];

describe("assumable config init", () => {
  test("writes a commented file that is fine", async () => {
    const ended = await assumable(undefined, [
      "config",
      "init",
      ...given,
      "--principal",
      "user/Auditor",
      "--out",
      file,
    ]);

    expect(ended).toMatchObject({ status: 0, stdout: "", stderr: `${file} is written. Next: assumable plan\n` });
    const text = readFileSync(file, "utf8");
    expect(parseConfig(text, file).source).toMatchObject({
      accountId: "111111111111",
      principals: ["role/CloudQuery", "user/Auditor"],
    });
    expect(text.match(/^ *#/gm)?.length).toBeGreaterThan(15);
    expect((await assumable(undefined, ["config", "check", "--config", file])).stdout).toBe(`${file} is fine.\n`);
  });

  test("shows defaults that are the defaults", async () => {
    await assumable(undefined, ["config", "init", ...given, "--out", file]);
    const text = readFileSync(file, "utf8");
    const shown = text.replace(/^( *)# ((?!yaml-)[\w]+:.*| {2}[\w]+:.*)$/gm, "$1$2").replaceAll(/notify: .*/g, "");

    expect(parseConfig(shown, file)).toEqual(parseConfig(text, file));
  });

  test("does not overwrite, unless it is told to", async () => {
    writeFileSync(file, "mine\n");

    const refused = await assumable(undefined, ["config", "init", ...given, "--out", file]);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("is there already") });
    expect(readFileSync(file, "utf8")).toBe("mine\n");
    expect((await assumable(undefined, ["config", "init", ...given, "--out", file, "--force"])).status).toBe(0);
  });

  test.each<[string, readonly string[], RegExp]>([
    ["a bad account id", ["--source-account", "1", "--principal", "role/X"], /source\.accountId: .*12 digits/],
    ["a bad principal", ["--source-account", "111111111111", "--principal", "CloudQuery"], /source\.principals\[0\]/],
    ["nobody to ask", [], /nobody to ask\.\nSay --source-account and --principal/],
  ])("writes nothing for %s", async (_what, words, message) => {
    const { status, stderr } = await assumable(undefined, ["config", "init", ...words, "--out", file]);

    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(file)).toBe(false);
  });
});

describe("assumable config check", () => {
  test("says every fault at once, as JSON on stdout where that is asked for", async () => {
    writeFileSync(file, "source: { accountId: 1, principals: [] }\n");

    const text = await assumable(undefined, ["config", "check", "--config", file]);
    const json = await assumable(undefined, ["config", "check", "--config", file, "--output", "json"]);

    expect(text).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("2 faults") });
    expect(json.status).toBe(2);
    expect(jsonLines(json)).toMatchObject([
      { type: "config", file, faults: [{ path: "source.accountId" }, { path: "source.principals" }] },
    ]);
  });
});
