import { defineConfig } from "vitest/config";
import { FastestFirst } from "./test/mutation/fastest-first.ts";

// Run by Stryker, once for each of thousands of mutants: the tests of shared/, as fast as they can be.
export default defineConfig({
  test: {
    include: ["test/shared/**/*.test.ts", "test/events/**/*.test.ts"],
    setupFiles: ["test/support/clean-environment.ts", "test/mutation/same-every-time.ts"],
    env: { PROPERTY_RUNS: "0.05" },
    isolate: false,
    sequence: { sequencer: FastestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
