import { describe, expect, test } from "vitest";
import {
  awsFailure,
  ifExists,
  isAccessDenied,
  isAwsError,
  isDeniedByServiceControlPolicy,
} from "#shared/aws/errors.ts";

function named(name: string, more: object = {}): Error {
  return Object.assign(new Error("what AWS says"), { name, ...more });
}

describe("what an AWS call that failed says about itself", () => {
  test.each([
    ...["SubscriptionRequiredException", "OptInRequired", "InvalidClientTokenId", "NoSuchEntityException"],
    ...["Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded"],
    ...["ConcurrentModificationException", "ServiceFailureException", "ServiceException", "InternalFailure"],
    ...["ServiceUnavailable", "ExpiredToken", "ExpiredTokenException", "TimeoutError"],
  ])("%s may pass", (code) => {
    expect(awsFailure(named(code))).toEqual({ code, message: "what AWS says", retryable: true });
  });

  test.each(["AccessDenied", "LimitExceededException", "MalformedPolicyDocumentException", "ValidationError"])(
    "%s does not pass by waiting",
    (code) => {
      expect(awsFailure(named(code))).toEqual({ code, message: "what AWS says", retryable: false });
    },
  );

  test("a fault of the service's own may pass, a fault of the caller's not", () => {
    expect(awsFailure(named("NewFault", { $fault: "server" }))).toMatchObject({ code: "NewFault", retryable: true });
    expect(awsFailure(named("NewFault", { $fault: "client" }))).toMatchObject({ code: "NewFault", retryable: false });
  });

  test.each(["ECONNRESET", "ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EPIPE"])(
    "the network's %s is known by its code, and may pass",
    (code) => {
      expect(awsFailure(named("AggregateError", { code }))).toMatchObject({ code, retryable: true });
    },
  );

  test.each([["ERR_UNKNOWN"], [104]])("the code %j, which is none of the network's, does not hide the name", (code) => {
    expect(awsFailure(named("TypeError", { code }))).toMatchObject({ code: "TypeError", retryable: false });
  });

  test("something thrown that is no error is a failure like any other", () => {
    expect(awsFailure("oops")).toEqual({ code: "UnknownError", message: "oops", retryable: false });
  });
});

test("an error of AWS is known by its name, among several", () => {
  expect(isAwsError(named("B"), "A", "B")).toBe(true);
  expect(isAwsError(named("C"), "A", "B")).toBe(false);
  expect(isAwsError({ name: "A" }, "A")).toBe(false);
});

test.each([
  ["AccessDenied", true],
  ["AccessDeniedException", true],
  ["AccessDeniedByPolicy", false],
])("%s is a denial: %s", (name, denial) => {
  expect(isAccessDenied(named(name))).toBe(denial);
});

test("a service control policy is known by AWS's text", () => {
  expect(isDeniedByServiceControlPolicy("with an explicit deny in a service control policy")).toBe(true);
  expect(isDeniedByServiceControlPolicy("with an explicit deny in a permissions boundary")).toBe(false);
});

test("what does not exist is undefined; any other error comes through", async () => {
  const other = named("Throttling");

  expect(await ifExists(Promise.resolve("there"))).toBe("there");
  expect(await ifExists(Promise.reject(named("NoSuchEntityException")))).toBeUndefined();
  await expect(ifExists(Promise.reject(other))).rejects.toBe(other);
});
