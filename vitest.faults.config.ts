import { defineConfig } from "vitest/config";

// What AWS does to the product when it does not work: minutes, so apart from the other tests.
export default defineConfig({
  test: {
    include: ["test/faults/**/*.faults.ts"],
    globalSetup: "test/support/package-stacks.ts",
    setupFiles: "test/support/clean-environment.ts",
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
