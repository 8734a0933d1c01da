// Mutation testing, by `npm run test:mutation`: docs/mutation.md.
export default {
  mutate: ["shared/**/*.ts"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts" },
  coverageAnalysis: "perTest",
  // Stryker would read tsconfig.json by an API that TypeScript has no more since version 7. There is nothing in it for it.
  tsconfigFile: "none",
  reporters: ["clear-text", "json"],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: ".build/mutation.json" },
  tempDirName: ".build/mutation",
  thresholds: { high: 95, low: 85, break: 85 },
};
