import { defineConfig } from "vitest/config";

// What real clients have to say: the AWS CLI and Chromium, which .ci/run installs.
export default defineConfig({
  test: {
    include: ["test/**/*.aws-cli.ts", "test/**/*.chromium.ts"],
    globalSetup: "test/support/package-stacks.ts",
    setupFiles: "test/support/clean-environment.ts",
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
