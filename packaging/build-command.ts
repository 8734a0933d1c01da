// `npm run build`: the operator's command as one file, in a folder that can be published: no dependencies, no sandbox.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values } = parseArgs({ options: { out: { type: "string" } } });
const folder = values.out ?? "dist";
const bundle = "assumable.mjs";

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { name, version, description, license } = JSON.parse(readFileSync("package.json", "utf8"));
await build({
  entryPoints: ["cli/main.ts"],
  outfile: `${folder}/${bundle}`,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node22",
  format: "esm",
  mainFields: ["module", "main"],
  define: { ASSUMABLE_VERSION: JSON.stringify(version) },
  // CommonJS inside an ES module asks for require, which only this provides.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
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
for (const file of ["README.md", "LICENSE", "assumable.schema.json"]) copyFileSync(file, `${folder}/${file}`);
