import { defineConfig } from "vitest/config";

// What the real AWS CLI has to say, installed by .ci/run into .build/venv.
export default defineConfig({
  test: {
    include: ["test/**/*.aws-cli.ts"],
    globalSetup: "test/support/package-stacks.ts",
    setupFiles: "test/support/clean-environment.ts",
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
