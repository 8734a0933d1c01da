// `npm run test:mutation`: changes shared/ in thousands of small ways, and asks of each whether a test notices. Those that
// none notices must be listed in survivors.ts, each with its reason, and nothing else may be listed there.
import { spawnSync } from "node:child_process";
import { readSurvivors } from "./mutant.ts";
import { survivors as known } from "./survivors.ts";

const stryker = spawnSync("npx", ["stryker", "run", ...process.argv.slice(2)], { stdio: "inherit" });
if (stryker.status !== 0) process.exit(stryker.status ?? 1);

const { files, survivors } = readSurvivors();
const listed = known.flatMap(({ mutants }) => mutants);
const unlisted = survivors.filter((name) => !listed.includes(name));
const found = listed.filter((name) => files.includes(name.slice(0, name.indexOf(":"))) && !survivors.includes(name));
tell("no test finds, and no reason is listed for", unlisted);
tell("are listed in test/mutation/survivors.ts, and a test finds now", found);
process.exitCode = unlisted.length + found.length === 0 ? 0 : 1;

function tell(what: string, names: readonly string[]): void {
  if (names.length > 0) process.stdout.write(`\n${names.length} mutants ${what}:\n${names.join("\n")}\n`);
}
