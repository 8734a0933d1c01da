import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import { awsFailure } from "#shared/aws/errors.ts";
import { IamRetryStrategy } from "#shared/aws/retry.ts";

let answers: string[] = [];
let requests = 0;
let iam: IAMClient;

/** Answers each request with the next error code, then with success. */
const server = createServer((_request, response) => {
  const code = answers[requests];
  requests += 1;
  if (code === undefined) response.end("<CreateRoleResponse><CreateRoleResult/></CreateRoleResponse>");
  else
    response
      .writeHead(code === "ServiceFailure" ? 500 : 409)
      .end(`<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`);
});

beforeEach(async () => {
  requests = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env["AWS_ENDPOINT_URL"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  iam = createAwsClients(clientSettings("us-east-1")).iam({
    accessKeyId: "A",
    secretAccessKey: "S",
    sessionToken: "T",
  });
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

async function create(...codes: string[]) {
  answers = codes;
  return iam.send(new CreateRoleCommand({ RoleName: "R", AssumeRolePolicyDocument: "{}" }));
}

test.each(["ConcurrentModification", "Throttling", "ServiceFailure"])("%s is tried again", async (code) => {
  await expect(create(code, code)).resolves.toBeDefined();
  expect(requests).toBe(3);
});

test.each(["LimitExceeded", "MalformedPolicyDocument", "EntityAlreadyExists"])(
  "%s is not tried again",
  async (code) => {
    await expect(create(code)).rejects.toThrow();
    expect(requests).toBe(1);
  },
);

test("what keeps failing is given up, and known to be worth another try later", async () => {
  const error = await create(...Array<string>(9).fill("ServiceFailure")).catch((thrown: unknown) => thrown);

  expect(requests).toBe(5);
  expect(awsFailure(error)).toMatchObject({ code: "ServiceFailureException", retryable: true });
});

test("a network that is down is worth another try later", async () => {
  process.env["AWS_ENDPOINT_URL"] = "http://localhost:1";
  const nobody = createAwsClients(clientSettings("us-east-1")).iam({
    accessKeyId: "A",
    secretAccessKey: "S",
    sessionToken: "T",
  });

  const error = await nobody
    .send(new CreateRoleCommand({ RoleName: "R", AssumeRolePolicyDocument: "{}" }))
    .catch((thrown: unknown) => thrown);

  expect(awsFailure(error)).toMatchObject({ code: "ECONNREFUSED", retryable: true });
});

test("what the SDK calls retryable without an error is retried as the SDK does", async () => {
  const strategy = new IamRetryStrategy({ backoff: { setDelayBase() {}, computeNextBackoffDelay: () => 0 } });
  const token = await strategy.acquireInitialRetryToken("");

  const refreshed = await strategy.refreshRetryTokenForRetry(token, { errorType: "TRANSIENT" });

  expect(refreshed.getRetryCount()).toBe(1);
  await expect(strategy.refreshRetryTokenForRetry(token, { errorType: "CLIENT_ERROR" })).rejects.toThrow("No retry");
});
