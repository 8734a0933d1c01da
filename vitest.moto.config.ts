import { defineConfig } from "vitest/config";

// The product against an emulator that none of us wrote: moto's server, which .ci/run installs.
export default defineConfig({
  test: {
    include: ["test/moto/**/*.moto.ts"],
    setupFiles: "test/support/clean-environment.ts",
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
