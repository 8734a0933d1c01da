// `npm run build`: the operator's command as one file, in a folder that can be published: no dependencies, no sandbox.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { billOfMaterials } from "./bill-of-materials.ts";
import { moduleBundle } from "./bundle.ts";

const { values } = parseArgs({ options: { out: { type: "string" } } });
const folder = values.out ?? "dist";
const bundle = "assumable.mjs";

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { name, version, description, license } = JSON.parse(readFileSync("package.json", "utf8"));
await build({
  entryPoints: ["cli/main.ts"],
  outfile: `${folder}/${bundle}`,
  ...moduleBundle,
  target: "node22",
  define: { ASSUMABLE_VERSION: JSON.stringify(version) },
});
const published = {
  name,
  version,
  description,
  license,
  type: "module",
  bin: { assumable: bundle },
  engines: { node: ">=22" },
};
writeFileSync(`${folder}/package.json`, `${JSON.stringify(published, null, 2)}\n`);
writeFileSync(`${folder}/sbom.cdx.json`, `${JSON.stringify(billOfMaterials(name), null, 2)}\n`);
for (const file of ["README.md", "LICENSE", "assumable.schema.json"]) copyFileSync(file, `${folder}/${file}`);
