import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { assumable } from "../support/command.ts";

/** What a real bash offers after the words; bash-completion's helper, which the script uses, is stood in for. */
function offeredByBash(script: string, ...words: readonly string[]): readonly string[] {
  const typed = ["assumable", ...words];
  const shell = `
    _get_comp_words_by_ref() { words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur="\${words[cword]}"; prev="\${words[cword-1]}"; }
    assumable() { "$NODE" cli/main.ts "$@"; }
    source /dev/stdin <<< "$SCRIPT"
    COMP_WORDS=(${typed.map((word) => `'${word}'`).join(" ")})
    COMP_CWORD=${typed.length - 1}
    COMP_TYPE=9
    __assumable_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: process.env["PATH"], NODE: process.execPath, SCRIPT: script };
  const offered = execFileSync("bash", ["--norc", "-c", shell], { env, encoding: "utf8" }).split("\n");
  return offered.map((line) => line.split(" ")[0] ?? "").filter((word) => word !== "");
}

async function scriptFor(shell: string): Promise<string> {
  const { status, stdout } = await assumable(undefined, ["completion", shell]);
  expect(status).toBe(0);
  return stdout;
}

describe("assumable completion", () => {
  test("completes commands, options and their values in bash", async () => {
    const script = await scriptFor("bash");

    expect(offeredByBash(script, "")).toEqual(expect.arrayContaining(["plan", "apply", "verify", "export", "remove"]));
    expect(offeredByBash(script, "ap")).toEqual(["apply"]);
    expect(offeredByBash(script, "apply", "--re")).toEqual(expect.arrayContaining(["--retry", "--region"]));
    expect(offeredByBash(script, "export", "stea")).toEqual(["steampipe"]);
    expect(offeredByBash(script, "plan", "--output", "j")).toEqual(["json"]);
  });

  test.each(["zsh", "fish", "powershell"])("prints a script for %s", async (shell) => {
    expect(await scriptFor(shell)).toMatch(/assumable['"]? complete/i);
  });

  test("knows no other shell", async () => {
    expect(await assumable(undefined, ["completion", "tcsh"])).toMatchObject({ status: 2, stdout: "" });
  });
});
