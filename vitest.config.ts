import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: ".build/test-results.json" }]],
    globalSetup: "test/support/package-stacks.ts",
    setupFiles: "test/support/clean-environment.ts",
    // Functions start as processes of their own, on machines with two cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
