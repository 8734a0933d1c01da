// Runs the published command in this process and writes down the most memory it had, in KiB.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [bundle = "", peakFile = "", ...words] = process.argv.slice(2);

process.on("exit", () => writeFileSync(peakFile, String(process.resourceUsage().maxRSS)));
process.argv.splice(2, process.argv.length, ...words);
await import(pathToFileURL(resolve(bundle)).href);
