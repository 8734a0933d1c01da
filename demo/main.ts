import { parseArgs, stripVTControlCharacters, styleText } from "node:util";
import { AdjustableClock } from "#sandbox/clock.ts";
import { startSandbox } from "#sandbox/start.ts";
import { packageStack } from "../packaging/package-stack.ts";
import { stack } from "./stack.ts";
import { departures } from "./steps/departure.ts";
import { invitedAccount } from "./steps/invited-account.ts";
import { newAccount } from "./steps/new-account.ts";
import { organization } from "./steps/organization.ts";
import { otherAccounts } from "./steps/other-accounts.ts";
import { Story } from "./story.ts";

/** What became of one step. Times in milliseconds. */
interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly seen: string;
}

const accessRoleDelay = 3_000;

const steps = [...newAccount, ...otherAccounts, ...organization, ...invitedAccount, ...departures];

const text = { type: "string" } as const;
const { output = "text", "aws-cli": awsCli } = parseArgs({ options: { output: text, "aws-cli": text } }).values;
if (!["text", "json"].includes(output)) {
  console.error("--output must be text or json");
  process.exit(2);
}
const tell = (line: string) => (output === "json" ? console.error(line) : console.log(line));

function packaging(): StepResult {
  const started = Date.now();
  const { ok, said } = packageStack(stack);
  const seen = ok ? `template and archives in ${stack.folder}` : said;
  return { name: "The stack is packaged as it would be deployed", ok, ms: Date.now() - started, seen };
}

function print({ name, ok, ms, seen }: StepResult, number: number): void {
  const mark = ok ? styleText("green", "✔") : styleText("red", "✘");
  tell(`${mark} ${String(number).padStart(2)}. ${name} ${styleText("dim", `(${(ms / 1000).toFixed(1)} s)`)}`);
  for (const line of seen.split("\n").flatMap(wrapped)) tell(styleText("dim", `       ${line}`));
}

/** Breaks prose between words; commands, to be copied, and coloured lines of a table stay whole. */
function wrapped(line: string): readonly string[] {
  const width = Math.max(40, (process.stdout.columns ?? 120) - 8);
  const isWhole = line.startsWith("aws ") || stripVTControlCharacters(line) !== line;
  return isWhole ? [line] : (line.match(new RegExp(`.{1,${width}}(\\s|$)|\\S+`, "g")) ?? [line]);
}

async function tellStory(): Promise<readonly StepResult[]> {
  const results = [packaging()];
  const report = (result: StepResult) => print(result, results.length);
  for (const result of results) report(result);
  if (!results.every(({ ok }) => ok)) return results;
  const clock = new AdjustableClock();
  const sandbox = await startSandbox({ packageFolder: stack.folder, clock, creationDelay: 500, accessRoleDelay });
  const story = new Story(sandbox, clock, awsCli);
  for (const { name, run } of steps) {
    const started = Date.now();
    const [ok, seen] = await run(story).then(
      (line) => [true, line] as const,
      (error: unknown) => [false, error instanceof Error ? error.message : String(error)] as const,
    );
    const result = { name, ok, ms: Date.now() - started, seen };
    results.push(result);
    report(result);
  }
  await sandbox.close();
  return results;
}

tell("assumable on a fake organization, with the packaged stack\n");
const results = await tellStory();
const ok = results.every((result) => result.ok);
const failed = results.filter((result) => !result.ok).length;
const seconds = results.reduce((sum, { ms }) => sum + ms, 0) / 1000;
tell(
  `\n${ok ? `All ${results.length} steps are as told` : `${failed} of ${results.length} steps are not as told`}, ${seconds.toFixed(1)} s.`,
);
if (output === "json") {
  const plain = results.map(({ seen, ...step }) => ({ ...step, seen: stripVTControlCharacters(seen) }));
  console.log(JSON.stringify({ ok, steps: plain }));
}
process.exitCode = ok ? 0 : 1;
