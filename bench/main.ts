// `npm run bench`: the figures of docs/performance.md, each a ratio or a count of one run on this machine.
import { parseArgs, styleText } from "node:util";
import { buildCommand } from "./command.ts";
import type { Figure } from "./figure.ts";
import { bundles } from "./figures/bundles.ts";
import { byHand } from "./figures/by-hand.ts";
import { calls } from "./figures/calls.ts";
import { clientCpu } from "./figures/client-cpu.ts";
import { latency } from "./figures/latency.ts";
import { listing } from "./figures/listing.ts";
import { memory } from "./figures/memory.ts";
import { shards } from "./figures/shards.ts";

const groups: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  calls,
  latency,
  "by-hand": byHand,
  listing,
  "client-cpu": clientCpu,
  memory,
  bundles,
  shards,
};

const { values, positionals } = parseArgs({ options: { output: { type: "string" } }, allowPositionals: true });
const { output = "text" } = values;
const unknown = positionals.find((name) => !(name in groups));
if (!["text", "json"].includes(output) || unknown !== undefined) {
  console.error(`usage: npm run bench -- [--output json] [${Object.keys(groups).join(" | ")} …]`);
  process.exit(2);
}

buildCommand();
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(groups)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.error(styleText("dim", `measuring ${name} …`, { stream: process.stderr }));
  for (const one of await measure()) {
    figures.push(one);
    if (output === "text") print(one);
  }
}
if (output === "json") console.log(JSON.stringify({ figures }));
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1;

function print({ name, value, target, ok }: Figure): void {
  const mark = target === "" ? " " : ok ? styleText("green", "✔") : styleText("red", "✘");
  console.log(`${mark} ${String(value).padStart(8)}  ${target.padEnd(7)} ${name}`);
}
