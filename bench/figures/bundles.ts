import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { unpackArtifact } from "#sandbox/cloudformation/artifacts.ts";
import { moduleBundle } from "../../packaging/bundle.ts";
import { packageStack } from "../../packaging/package-stack.ts";
import { type Figure, figure, median } from "../figure.ts";

const folder = ".build/bench/bundles";
const rounds = 15;

/** What each handler's bundle imports of the SDK. */
const clients: Readonly<Record<string, readonly string[]>> = {
  "list-accounts": ["organizations", "s3"],
  "onboard-account": ["organizations", "sts", "iam", "sfn"],
  "reconcile-accounts": ["sts", "iam", "s3"],
  "report-run": ["s3", "sns"],
  "sync-source-policy": ["organizations", "sts", "iam"],
};

/** What the functions' configuration gives them; nothing is called while they are imported. */
const environment = {
  AWS_REGION: "us-east-1",
  ASSUMABLE_STAGE: "prod",
  ASSUMABLE_RUN_BUCKET: "bucket",
  ASSUMABLE_TOPIC_ARN: "arn:aws:sns:us-east-1:999999999999:topic",
  ASSUMABLE_STATE_MACHINE_ARN: "arn:aws:states:us-east-1:999999999999:stateMachine:run",
  POWERTOOLS_SERVICE_NAME: "assumable-prod",
};

/** Sizes of the handlers' bundles as they are packaged, and how long they take to import against the bare clients they use. */
export async function bundles(): Promise<readonly Figure[]> {
  const { ok, said } = packageStack({ config: "demo/assumable.yml", folder: join(folder, "stack") });
  if (!ok) throw new Error(said);
  mkdirSync(folder, { recursive: true });
  const sizes: number[] = [];
  const ratios: number[] = [];
  for (const [name, packages] of Object.entries(clients)) {
    const archive = name.replaceAll(/-(\w)/g, (_whole, letter: string) => letter.toUpperCase());
    const handler = join(unpackArtifact(join(folder, "stack"), `${archive}.zip`), "handlers", `${name}.mjs`);
    const bare = resolve(folder, `${name}.bare.mjs`);
    await bundleBareClients(packages, bare);
    sizes.push(statSync(handler).size / 1000);
    ratios.push(ratioOfImports(handler, bare));
  }
  return [
    figure("largest handler bundle, in kB", Math.max(...sizes), "≤", 700),
    figure(
      "importing a handler ÷ importing the bare clients it uses, the worst of them",
      Math.max(...ratios),
      "≤",
      1.3,
    ),
  ];
}

async function bundleBareClients(packages: readonly string[], outfile: string): Promise<void> {
  const contents = packages.map((one, index) => `export * as c${index} from "@aws-sdk/client-${one}";`).join("\n");
  await build({ stdin: { contents, resolveDir: process.cwd() }, outfile, ...moduleBundle, target: "node24" });
}

/** Alternately, each in a process of its own, so that what else the machine does concerns both. */
function ratioOfImports(handler: string, bare: string): number {
  const times = Array.from({ length: rounds }, () => [importTime(handler), importTime(bare)] as const);
  return median(times.map(([ours]) => ours)) / median(times.map(([, theirs]) => theirs));
}

function importTime(file: string): number {
  const script = `const start = performance.now(); await import(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - start)); process.exit()`;
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      env: environment,
    }),
  );
}
