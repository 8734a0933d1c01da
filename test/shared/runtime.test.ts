import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { createRuntime, deploymentOf } from "#shared/runtime.ts";
import { configOf } from "../support/deployment.ts";
import { type InProcess, startInProcess } from "../support/in-process.ts";

const { accounts, organizationId } = fakeOrganization;
const config = { source: { accountId: accounts.source, principals: ["role/CloudQuery"] } };

let running: InProcess;

beforeEach(async () => {
  running = await startInProcess();
  // The bundler puts the configuration in the place of this name.
  vi.stubGlobal("ASSUMABLE_CONFIG", config);
  vi.stubEnv("ASSUMABLE_STAGE", "audit");
  vi.stubEnv("AWS_REGION", running.sandbox.greeting.region);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  await running.sandbox.close();
});

test("a function has the configuration it was packaged with, its stage, and the partition of its Region", () => {
  vi.stubEnv("AWS_REGION", "cn-northwest-1");
  const organization = { id: organizationId, managementAccountId: accounts.management };

  const { settings, deploymentIn } = createRuntime();

  expect(settings.region).toBe("cn-northwest-1");
  expect(deploymentIn(organization)).toEqual({ config: configOf(), stage: "audit", partition: "aws-cn", organization });
});

test("a function that was packaged without a configuration says so on cold start", () => {
  vi.stubGlobal("ASSUMABLE_CONFIG", {});

  expect(() => createRuntime()).toThrow("source");
});

test("Organizations is asked for the organization once, when it is first needed", async () => {
  const deployment = deploymentOf(createRuntime(), running.aws.organizations);
  expect(running.sandbox.requests.length).toBe(0);

  const first = await deployment();
  const second = await deployment();

  expect(first.organization).toEqual({ id: organizationId, managementAccountId: accounts.management });
  expect(second).toEqual(first);
  expect(running.sandbox.requests.since().map(({ action }) => action)).toEqual(["DescribeOrganization"]);
});
