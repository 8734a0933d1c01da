import { expect, test } from "vitest";
import {
  clientSettings,
  createAwsClients,
  createOrganizationsClient,
  createS3Client,
  createSnsClient,
  createStepFunctionsClient,
} from "#shared/aws/clients.ts";
import { tagList, tagRecord } from "#shared/aws/tags.ts";

const settings = clientSettings("eu-west-1");

test("all clients of a process share one connection pool, one way to retry and one Region", async () => {
  const { organizations, sts, iam } = createAwsClients(settings);
  const others = [
    createOrganizationsClient(settings),
    createS3Client(settings),
    createSnsClient(settings),
    createStepFunctionsClient(settings),
  ];

  for (const { config } of [organizations, sts, iam(), ...others]) {
    expect(config.requestHandler).toBe(settings.requestHandler);
    expect(config.cacheMiddleware).toBe(true);
    expect(await config.region()).toBe("eu-west-1");
    expect(await config.retryStrategy()).toBe(settings.retryStrategy);
  }
});

test("a connection that says nothing is given up, and there are enough for all accounts at a time", async () => {
  // The handler has its configuration once it has made its first call.
  const refused = {
    protocol: "http:",
    hostname: "127.0.0.1",
    port: 1,
    method: "GET",
    path: "/",
    headers: {},
    query: {},
  };
  await settings.requestHandler.handle(refused as never).catch(() => undefined);

  const { connectionTimeout, requestTimeout, throwOnRequestTimeout, httpAgent, httpsAgent } =
    settings.requestHandler.httpHandlerConfigs();

  expect({ connectionTimeout, requestTimeout, throwOnRequestTimeout }).toEqual({
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    throwOnRequestTimeout: true,
  });
  expect([httpAgent, httpsAgent]).toMatchObject([{ maxSockets: 400 }, { maxSockets: 400 }]);
});

test("the credentials of our own account are looked up where they usually are, or in a profile that is named", () => {
  expect(settings).not.toHaveProperty("profile");
  expect(clientSettings("eu-west-1", "audit")).toMatchObject({ region: "eu-west-1", profile: "audit" });
});

test("tags are lists to IAM, and may be missing in its answers", () => {
  expect(tagList({ team: "one", stage: "" })).toEqual([
    { Key: "team", Value: "one" },
    { Key: "stage", Value: "" },
  ]);
  expect(tagRecord([{ Key: "team", Value: "one" }])).toEqual({ team: "one" });
  expect(tagRecord(undefined)).toEqual({});
});
