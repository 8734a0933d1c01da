// How serverless-esbuild bundles the handlers.
import { globSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { moduleBundle } from "./bundle.ts";

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
  ...moduleBundle,
  sourcemap: "external",
  target: "node24",
  outputFileExtension: ".mjs",
  define: { ASSUMABLE_CONFIG: serverless.service.custom.values.bundledConfig },
  // The Lambda runtime's own copy of the SDK changes under us: ours is bundled.
  exclude: [],
  plugins: [sourceMapsAside],
});

// The plugin loads this file with require(), which returns what goes by this name.
export { options as "module.exports" };
