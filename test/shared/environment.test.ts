import { expect, test } from "vitest";
import { readEnvironment, readRunBucket, readStateMachineArn, readTopicArn } from "#shared/environment.ts";

test("the environment of a function is its Region and stage", () => {
  expect(readEnvironment({ AWS_REGION: "us-east-1", ASSUMABLE_STAGE: "prod", MORE: "x" })).toEqual({
    region: "us-east-1",
    stage: "prod",
  });
});

test.each([
  ["ASSUMABLE_RUN_BUCKET", readRunBucket],
  ["ASSUMABLE_TOPIC_ARN", readTopicArn],
  ["ASSUMABLE_STATE_MACHINE_ARN", readStateMachineArn],
])("%s is read by whoever needs it, and missed where it is empty", (name, read) => {
  expect(read({ [name]: "value", MORE: "x" })).toBe("value");
  expect(() => read({ [name]: "" })).toThrow(name);
  expect(() => read({})).toThrow(name);
});

test("everything that is missing is named at once", () => {
  expect(() => readEnvironment({})).toThrow(
    expect.objectContaining({
      name: "EnvironmentError",
      message: "Set in the function's environment: AWS_REGION, ASSUMABLE_STAGE",
      retryable: false,
    }),
  );
});
