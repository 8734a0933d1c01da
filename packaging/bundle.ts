import type { BuildOptions } from "esbuild";

/** How all that is delivered is bundled, handlers and command alike: as one ES module for Node. */
export const moduleBundle = {
  bundle: true,
  minify: true,
  platform: "node",
  format: "esm",
  mainFields: ["module", "main"],
  // CommonJS inside an ES module asks for require, which only this provides.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
} satisfies BuildOptions;
