import { expect, test } from "vitest";
import { readEnvironment } from "#shared/environment.ts";

test("the environment of a function is its Region and stage", () => {
  expect(readEnvironment({ AWS_REGION: "us-east-1", ASSUMABLE_STAGE: "prod", MORE: "x" })).toEqual({
    region: "us-east-1",
    stage: "prod",
  });
});

test("everything that is missing is named at once", () => {
  expect(() => readEnvironment({})).toThrow(
    expect.objectContaining({
      name: "EnvironmentError",
      message: expect.stringMatching(/AWS_REGION, ASSUMABLE_STAGE/),
    }),
  );
});
