import { expect, test } from "vitest";
import { proseLines } from "../../cli/prose.ts";

test.each<[string, string | undefined, number | undefined, readonly string[]]>([
  ["breaks prose between words on a terminal", "one two three four", 14, ["    one two", "    three four"]],
  ["leaves prose whole where it goes to a program", "one two three four", undefined, ["    one two three four"]],
  ["keeps commands whole", "Do this:\naws iam create-role --x", 16, ["    Do this:", "    aws iam create-role --x"]],
  ["says nothing of nothing", undefined, 80, []],
])("%s", (_what, text, width, expected) => {
  expect(proseLines(text, width)).toEqual(expected);
});
