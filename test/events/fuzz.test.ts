import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { InvalidEventError } from "#events/invalid-event.ts";
import { parseOnboardingInput } from "#events/onboarding-input.ts";
import { parseSourceSyncInput } from "#events/source-sync-input.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { ConfigError } from "#shared/config/faults.ts";
import { parseConfig } from "#shared/config/parse.ts";
import { AccountOutsideOrganizationError, onboardAccount } from "#shared/onboarding/onboard-account.ts";
import { deploymentOf } from "../support/deployment.ts";
import { startInProcess } from "../support/in-process.ts";
import { propertyRuns } from "../support/property-runs.ts";

const { accounts } = fakeOrganization;
const numRuns = propertyRuns(10_000);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const samples: readonly Json[] = globSync("events/*.json").map((file) => JSON.parse(readFileSync(file, "utf8")));
const configs: readonly Json[] = [
  { source: { accountId: "111111111111", principals: ["role/CloudQuery"] } },
  {
    role: { name: "Reader", path: "/audit/", maxSessionDuration: 7200, tags: { team: "security" }, externalId: "x-1" },
    source: {
      accountId: "111111111111",
      principals: ["role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Auditor_*", "user/Auditor"],
      trust: "principals",
      policy: { name: "Readers", path: "/", scope: "accounts" },
    },
    accounts: {
      include: ["222222222222"],
      exclude: [],
      organizationalUnits: { include: ["ou-ab12-11112222"], exclude: [] },
    },
    accessRoles: ["OrganizationAccountAccessRole"],
    schedule: "rate(1 day)",
    notify: { email: "security@example.com" },
    concurrency: 8,
  },
];

/** What may stand anywhere, nearly right things among it. */
const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    "",
    "1",
    "111111111111",
    "１２３４５６７８９０１２",
    ...Object.values(accounts),
    "SUCCEEDED",
    "*",
    "__proto__",
    -1,
    1e21,
    [],
    {},
  ),
  fc.string(),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** The places in a value, as paths of keys. */
function placesIn(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null || typeof value !== "object") return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json | undefined): Json | undefined {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.flatMap((inner, index) => (String(index) === key ? (replaced(inner, rest, by) ?? []) : [inner]));
  }
  const entries = Object.entries(value as Record<string, Json>).flatMap(([name, inner]): [string, Json][] => {
    const now = name === key ? replaced(inner, rest, by) : inner;
    return now === undefined ? [] : [[name, now]];
  });
  return Object.fromEntries(entries);
}

/** One of the samples, with up to three places gone, or holding something else. */
function spoilt(from: readonly Json[]): fc.Arbitrary<Json | undefined> {
  const spoil = fc.record({ place: fc.nat(), by: fc.option(anything, { nil: undefined }) });
  return fc.tuple(fc.constantFrom(...from), fc.array(spoil, { maxLength: 3 })).map(([sample, spoils]) =>
    spoils.reduce<Json | undefined>((value, { place, by }) => {
      if (value === undefined) return value;
      const places = placesIn(value);
      return replaced(value, places[place % places.length] ?? [], by);
    }, sample),
  );
}

test("an event is taken for what it is, or refused by type, and nobody outside the organization is written to", async () => {
  const asked = new Set<string>();
  let taken = 0;
  fc.assert(
    fc.property(spoilt(samples), (event) => {
      for (const parse of [parseOnboardingInput, parseSourceSyncInput]) {
        try {
          const input = parse(event);
          taken += 1;
          if ("accountId" in input) {
            expect(input.accountId).toMatch(/^[0-9]{12}$/);
            asked.add(input.accountId);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidEventError);
        }
      }
    }),
    { numRuns },
  );
  expect(taken).toBeGreaterThan(numRuns / 20);

  const { sandbox, aws } = await startInProcess();
  const strangers = [...asked].filter((id) => sandbox.world.accounts.get(id)?.isMember !== true);
  expect(strangers.length).toBeGreaterThan(0);
  const services = { aws, now: Date.now, sleep: async () => undefined, random: Math.random };
  for (const accountId of strangers) {
    await expect(onboardAccount(accountId, deploymentOf(), services)).rejects.toThrow(AccountOutsideOrganizationError);
  }
  expect(new Set(sandbox.requests.since().map(({ service }) => service))).toEqual(new Set(["organizations"]));
  await sandbox.close();
});

test("a configuration is taken for what it is, or refused with its faults", () => {
  let taken = 0;
  fc.assert(
    fc.property(spoilt(configs), (config) => {
      try {
        const { source, role, concurrency } = parseConfig(stringify(config ?? null), "assumable.yml");
        taken += 1;
        expect(source.accountId).toMatch(/^[0-9]{12}$/);
        expect(source.principals.every((principal) => /^(role|user|group)\/./.test(principal))).toBe(true);
        expect(role.name).toMatch(/^[\w+=,.@-]{1,64}$/);
        expect(concurrency).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        expect(error.faults.length).toBeGreaterThan(0);
      }
    }),
    { numRuns },
  );
  expect(taken).toBeGreaterThan(numRuns / 20);
});
