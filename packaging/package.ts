import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { ConfigError } from "#shared/config/faults.ts";
import { loadConfig } from "./load-config.ts";

const usage = "npm run package -- [--stage STAGE] [--region REGION] [--config FILE] [--out FOLDER]";

/** Exit code for bad usage and bad configuration. */
const badInput = 2;

interface PackageOptions {
  readonly stage: string;
  readonly region: string;
  readonly config: string;
  readonly out: string;
}

function readOptions(): PackageOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { stage: text, region: text, config: text, out: text } });
  const stage = values.stage ?? "prod";
  const config = values.config ?? (stage === "prod" ? "assumable.yml" : `assumable.${stage}.yml`);
  return { stage, config, region: values.region ?? "us-east-1", out: values.out ?? ".serverless" };
}

/** Packages one stage; returns the exit code. */
function packageStage(): number {
  try {
    const { stage, region, config, out } = readOptions();
    // Checked here first: the framework would bury the faults in its own trace.
    loadConfig(config, region);
    const words = ["package", "--stage", stage, "--region", region, "--param", `config=${config}`, "--package", out];
    const { status } = spawnSync("osls", words, { stdio: ["ignore", "inherit", "inherit"] });
    return status ?? 1;
  } catch (error) {
    if (error instanceof ConfigError) console.error(error.message);
    else console.error(`${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}`);
    return badInput;
  }
}

process.exitCode = packageStage();
