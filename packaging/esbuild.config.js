// How serverless-esbuild bundles the handlers.
import { globSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";

const sourceMapFolder = "source-maps";

/** Keeps source maps out of the archives, which take whatever lies beside a bundle. */
const sourceMapsAside = {
  name: "source-maps-aside",
  setup(build) {
    build.onEnd(() => {
      mkdirSync(sourceMapFolder, { recursive: true });
      for (const map of globSync(join(build.initialOptions.outdir, "*.map"))) {
        renameSync(map, join(sourceMapFolder, basename(map)));
      }
    });
  },
};

const options = (serverless) => ({
  bundle: true,
  minify: true,
  sourcemap: "external",
  platform: "node",
  target: "node24",
  format: "esm",
  outputFileExtension: ".mjs",
  mainFields: ["module", "main"],
  // CommonJS inside an ES module asks for require, which only this provides.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  define: { ASSUMABLE_CONFIG: serverless.service.custom.values.bundledConfig },
  // The Lambda runtime's own copy of the SDK changes under us: ours is bundled.
  exclude: [],
  plugins: [sourceMapsAside],
});

// The plugin loads this file with require(), which returns what goes by this name.
export { options as "module.exports" };
