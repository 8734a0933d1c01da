import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { unzipSync } from "fflate";

/** Unpacks the archive a function's code names, from the folder it was packaged into; returns the folder it is in. */
export function unpackArtifact(packageFolder: string, s3Key: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-function-"));
  for (const [name, content] of Object.entries(unzipSync(readFileSync(join(packageFolder, basename(s3Key)))))) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** The template of a packaged stack. */
export function readTemplate(packageFolder: string): unknown {
  return JSON.parse(readFileSync(join(packageFolder, "cloudformation-template-update-stack.json"), "utf8"));
}

/** The name the framework gives the stack of a package: service and stage. */
export function readStackName(packageFolder: string): string {
  const { service } = JSON.parse(readFileSync(join(packageFolder, "serverless-state.json"), "utf8"));
  return `${service.service}-${service.provider.stage}`;
}
