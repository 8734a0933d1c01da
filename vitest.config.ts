import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: ".build/test-results.json" }]],
    globalSetup: "test/support/package-stacks.ts",
    setupFiles: "test/support/clean-environment.ts",
    // All cores: much of a test is waiting, and vitest would leave one out, which is half of two.
    maxWorkers: "100%",
    // Functions start as processes of their own, on machines with two cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
