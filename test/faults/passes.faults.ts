import { afterEach, describe, expect, test } from "vitest";
import { noSuchEntity } from "#sandbox/aws-error.ts";
import {
  concurrentModification,
  emptyPage,
  expiredCredentials,
  type Fault,
  type FaultPlan,
  serverFault,
  throttled,
} from "#sandbox/faults/fault.ts";
import { isWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { accountOf } from "#sandbox/world.ts";
import { awsFailure } from "#shared/aws/errors.ts";
import { memberRoleIn } from "../support/access.ts";
import { seeded } from "../support/random.ts";
import { expectOneOutcomeEach, type Pass, settled, WatchedOrganization } from "./organization.ts";

const { accounts } = fakeOrganization;
/** Mixtures tried; CI tries few, `FAULT_SEEDS=500 npm run test:faults` as many as are wanted. */
const seeds = Number(process.env["FAULT_SEEDS"] ?? 40);
const firstSeed = Number(process.env["FAULT_FIRST_SEED"] ?? 1);

let organization: WatchedOrganization;
afterEach(() => organization.sandbox.close());

type Maker = (service: string, action: string) => Fault | undefined;

const makers: Readonly<Record<string, Maker>> = {
  throttling: (service) => throttled(service),
  "a fault of the service's own": (service) => serverFault(service),
  "a connection that ends before the effect": () => ({ kind: "reset-before-effect" }),
  "a connection that ends after the effect": () => ({ kind: "reset-after-effect" }),
  "an answer that is slow": () => ({ kind: "delay", milliseconds: 20 }),
  "an answer that never comes": () => ({ kind: "delay", milliseconds: Number.POSITIVE_INFINITY }),
  "a concurrent modification": (service, action) =>
    service === "iam" && isWrite({ action }) ? concurrentModification : undefined,
  "a read that is stale": (service) => (service === "iam" ? { kind: "stale-read" } : undefined),
  "a page of accounts that is empty": (_service, action) => (action === "ListAccounts" ? emptyPage : undefined),
  "credentials that expire": (service) => (service === "iam" ? expiredCredentials : undefined),
};

/** Goes wrong with this share of the requests. */
function sometimes(share: number, random: () => number, make: Maker): FaultPlan {
  return ({ service, action }) => (random() < share ? make(service, action) : undefined);
}

/** A pass in which things go wrong; undefined where even the list of accounts could not be read, which is an error of AWS. */
async function faultyPass(): Promise<Pass | undefined> {
  try {
    return await organization.pass();
  } catch (error) {
    expect(awsFailure(error)).toMatchObject({ retryable: true });
    return undefined;
  }
}

describe.each(Object.entries(makers))("%s", (_name, make) => {
  test.each([0.1, 0.5])(
    "in a share of %d of the requests leaves every account one outcome, and nothing wider",
    async (share) => {
      organization = await WatchedOrganization.start();
      organization.sandbox.setFaults(sometimes(share, seeded(7), make));

      const pass = await faultyPass();

      if (pass !== undefined) expectOneOutcomeEach(pass.results);
      await organization.expectToSettle();
    },
  );

  test("in every request to one account leaves the others as they should be", async () => {
    organization = await WatchedOrganization.start();
    organization.sandbox.setFaults(({ service, action, accountId }) =>
      accountId === accounts.staging ? make(service, action) : undefined,
    );

    const { results } = await organization.pass();

    const others = results.filter(({ accountId }) => accountId !== accounts.staging);
    const expected = Object.fromEntries(
      Object.entries(settled)
        .filter(([accountId]) => accountId !== accounts.staging)
        .map(([accountId, status]) => [accountId, status === "in-sync" ? "created" : status]),
    );
    expect(Object.fromEntries(others.map(({ accountId, status }) => [accountId, status]))).toEqual(expected);
    await organization.expectToSettle();
  });
});

test("a role that another copy of us has just made, and that is not seen at once, is no conflict", async () => {
  organization = await WatchedOrganization.start();
  await organization.pass();
  let looks = 0;
  organization.sandbox.setFaults(({ accountId, action }) => {
    if (accountId !== accounts.staging || action !== "GetRole") return undefined;
    looks += 1;
    return looks <= 3 ? { kind: "answer", error: noSuchEntity("The role cannot be found.") } : undefined;
  });

  const { results } = await organization.pass();

  expect(results.find(({ accountId }) => accountId === accounts.staging)).toMatchObject({ status: "in-sync" });
  expect(looks).toBe(4);
  await organization.expectToSettle();
});

test("empty pages, after which AWS goes on, hide no account", async () => {
  organization = await WatchedOrganization.start();
  let pages = 0;
  organization.sandbox.setFaults(({ action }) => {
    if (action !== "ListAccounts") return undefined;
    pages += 1;
    return pages <= 3 ? emptyPage : undefined;
  });

  const { results } = await organization.pass();

  expect(pages).toBe(4);
  expectOneOutcomeEach(results);
  await organization.expectToSettle();
});

test("an account that is closed in the middle of a pass is a failed or unreachable one, and the others are done", async () => {
  organization = await WatchedOrganization.start();
  organization.sandbox.setFaults(({ accountId, action }) => {
    if (accountId === accounts.staging && action === "CreateRole") {
      accountOf(organization.sandbox.world, accounts.staging).state = "SUSPENDED";
      return expiredCredentials;
    }
    return undefined;
  });

  const { results } = await organization.pass();

  expectOneOutcomeEach(results);
  expect(results.find(({ accountId }) => accountId === accounts.staging)).toMatchObject({ status: "failed" });
  expect(results.filter(({ status }) => status === "created")).toHaveLength(4);
  await organization.expectToSettle({ [accounts.staging]: "skipped" });
});

/** What may have been done by hand before. */
const drifts: readonly ((accountId: string) => void)[] = [
  (accountId) =>
    memberRoleIn(organization.sandbox.world, accountId)?.attached.push("arn:aws:iam::aws:policy/AdministratorAccess"),
  (accountId) => memberRoleIn(organization.sandbox.world, accountId)?.attached.splice(0, 1),
  (accountId) => {
    const role = memberRoleIn(organization.sandbox.world, accountId);
    if (role !== undefined) role.trustPolicy = role.trustPolicy.replace("CloudQuery", "Intruder");
  },
  (accountId) =>
    memberRoleIn(organization.sandbox.world, accountId)?.inline.set(
      "Extra",
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
    ),
  (accountId) => accountOf(organization.sandbox.world, accountId).roles.delete("crossaccountreadonlyrole"),
];

const scopes = ["organization", "accounts", "any-account"];

test.each(Array.from({ length: seeds }, (_, index) => firstSeed + index))(
  "the mixture of seed %i, on a state that somebody changed by hand, ends as it should",
  async (seed) => {
    const random = seeded(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const policy = { scope: pick(scopes) };
    organization = await WatchedOrganization.start({
      source: { accountId: accounts.source, principals: ["role/CloudQuery"], policy },
    });
    if (random() < 0.5) await organization.pass();
    for (const [accountId, status] of Object.entries(settled)) {
      for (const drift of drifts) if (status === "in-sync" && random() < 0.3) drift(accountId);
    }
    const mixture = Object.values(makers).filter(() => random() < 0.4);
    const share = random() * 0.4;
    const plans = mixture.map((make) => sometimes(share / mixture.length, random, make));
    organization.sandbox.setFaults((request) =>
      plans.map((plan) => plan(request)).find((fault) => fault !== undefined),
    );

    const pass = await faultyPass();

    if (pass !== undefined) expectOneOutcomeEach(pass.results);
    await organization.expectToSettle();
  },
);
