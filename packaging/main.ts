import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { ConfigError } from "#shared/config/faults.ts";
import { loadConfig } from "./load-config.ts";

const usage = "npm run package|deploy|remove -- [--stage STAGE] [--region REGION] [--config FILE] [--out FOLDER]";

/** Exit code for bad usage and bad configuration. */
const badInput = 2;

const verbs = ["package", "deploy", "remove"];

interface Options {
  readonly verb: string;
  readonly stage: string;
  readonly region: string;
  readonly config: string;
  /** Where a package goes; deploying makes its own. */
  readonly out: string | undefined;
}

function readOptions(): Options {
  const text = { type: "string" } as const;
  const options = { stage: text, region: text, config: text, out: text };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [verb = "", ...others] = positionals;
  if (!verbs.includes(verb) || others.length > 0) throw new Error(`Expected one of ${verbs.join(", ")}`);
  const stage = values.stage ?? "prod";
  const config = values.config ?? (stage === "prod" ? "assumable.yml" : `assumable.${stage}.yml`);
  return { verb, stage, config, region: values.region ?? "us-east-1", out: values.out };
}

/** Packages, deploys or removes one stage; returns the exit code. */
function run(): number {
  try {
    const { verb, stage, region, config, out } = readOptions();
    // Checked here first: the framework would bury the faults in its own trace.
    loadConfig(config, region);
    const words = [verb, "--stage", stage, "--region", region, "--param", `config=${config}`];
    if (out !== undefined) words.push("--package", out);
    const { status } = spawnSync("osls", words, { stdio: ["ignore", "inherit", "inherit"] });
    return status ?? 1;
  } catch (error) {
    if (error instanceof ConfigError) console.error(error.message);
    else console.error(`${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}`);
    return badInput;
  }
}

process.exitCode = run();
