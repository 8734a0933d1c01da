import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { newRole } from "#sandbox/iam/roles.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { accountOf, type Credential, type Role } from "#sandbox/world.ts";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { memberRoleArn } from "#shared/member-role/role-arn.ts";
import { reconcileSourcePolicy } from "#shared/source-policy/reconcile.ts";
import { shardName } from "#shared/source-policy/shards.ts";
import { accessIn, memberRoleIn, peopleOf, reachableIn } from "../support/access.ts";
import { configOf, deploymentOf } from "../support/deployment.ts";
import { type InProcess, startInProcess } from "../support/in-process.ts";
import { addManagedPolicy } from "../support/managed-policy.ts";
import { propertyRuns } from "../support/property-runs.ts";

// Whatever somebody made of the role or of the source policy: one pass gives what is desired, the next writes nothing.

const { accounts } = fakeOrganization;
const numRuns = propertyRuns(60);

let running: InProcess;
let people: readonly Credential[];
let afterWrite: (() => Promise<void>) | undefined;

beforeAll(async () => {
  running = await startInProcess({
    onCall: async ({ service, action, code }) => {
      if (code === "" && isIamWrite({ service, action })) await afterWrite?.();
    },
  });
  people = peopleOf(running.sandbox.world);
  addManagedPolicy(running.sandbox.world, accounts.production, "Quarantine", deny("iam:*"));
});

afterAll(() => running.sandbox.close());

async function writesOf<T>(work: () => Promise<T>): Promise<readonly [T, readonly string[]]> {
  const before = running.sandbox.requests.length;
  const result = await work();
  const writes = running.sandbox.requests.since(before).filter(isIamWrite);
  return [result, writes.map(({ action }) => action)];
}

function allow(Action: string): object {
  return { Effect: "Allow", Action, Resource: "*" };
}

function deny(Action: string): object {
  return { Effect: "Deny", Action, Resource: "*" };
}

function documentOf(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const attachable = [
  ...["ReadOnlyAccess", "SecurityAudit", "AdministratorAccess", "PowerUserAccess"].map(aws),
  `arn:aws:iam::${accounts.production}:policy/Quarantine`,
];
const principals = [`arn:aws:iam::${accounts.source}:root`, `arn:aws:iam::${accounts.outside}:root`, "*"];
const statements = fc.uniqueArray(
  fc.constantFrom(allow("*"), allow("s3:*"), allow("iam:Get*"), deny("iam:*"), deny("s3:PutObject")),
  { minLength: 1 },
);
const trust = fc.array(
  fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: fc.constantFrom(...principals).map((AWS) => ({ AWS })),
    Action: fc.constantFrom("sts:AssumeRole", "sts:*", ["sts:AssumeRole", "sts:TagSession"]),
    Condition: fc.constantFrom(
      {},
      { StringEquals: { "sts:ExternalId": "other" } },
      { Bool: { "aws:SecureTransport": "false" } },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);
const boundary = fc.option(fc.constantFrom(...["PowerUserAccess", "ReadOnlyAccess", "SecurityAudit"].map(aws)), {
  nil: undefined,
});

const anyRole = fc.record({
  trust,
  description: fc.constantFrom("", "Somebody else's words"),
  maxSessionDuration: fc.constantFrom(3600, 7200, 43_200),
  boundary,
  attached: fc.uniqueArray(fc.constantFrom(...attachable)),
  inline: fc.dictionary(fc.constantFrom("DenyDataReads", "Own", "Extra"), statements),
  tags: fc.dictionary(fc.constantFrom("team", "Team", "stage"), fc.constantFrom("", "one", "two")),
});

const anyConfig = fc.record(
  {
    maxSessionDuration: fc.constantFrom(3600, 7200),
    externalId: fc.constantFrom("external-1"),
    tags: fc.constantFrom({}, { team: "one" }),
    permissionsBoundary: fc.constantFrom(aws("ReadOnlyAccess"), aws("PowerUserAccess")),
    permissions: fc.constantFrom<unknown>("ReadOnlyAccess", "SecurityAudit", "ReadOnlyMetadata", {
      managedPolicyArns: [aws("SecurityAudit")],
      inlinePolicies: { Own: JSON.parse(documentOf([allow("sqs:*")])) },
    }),
  },
  { requiredKeys: [] },
);

/** Everything about a role that its maker chose, but for the tags that are somebody else's. */
function choicesOf(role: Role, tagKeys: readonly string[]): object {
  const tags = Object.fromEntries(tagKeys.map((key) => [key, role.tags.get(key)]));
  const inline = Object.fromEntries([...role.inline].map(([name, text]) => [name, JSON.parse(text)]));
  const { description, maxSessionDuration, permissionsBoundary, attached } = role;
  const trustPolicy = JSON.parse(role.trustPolicy);
  return {
    description,
    maxSessionDuration,
    permissionsBoundary,
    attached: new Set(attached),
    inline,
    tags,
    trustPolicy,
  };
}

test("from any state of the role", async () => {
  const { world } = running.sandbox;
  const { roles } = accountOf(world, accounts.production);
  await fc.assert(
    fc.asyncProperty(anyConfig, anyRole, async (config, state) => {
      roles.delete("crossaccountreadonlyrole");
      const deployment = deploymentOf({ role: config });
      const pass = () => reconcileMemberRole(accounts.production, "apply", deployment, running.aws);
      expect(await pass()).toMatchObject({ status: "created" });
      const made = memberRoleIn(world, accounts.production)!;
      const tagKeys = [...made.tags.keys()];
      const desired = choicesOf(made, tagKeys);
      const access = await accessIn(world, accounts.production, people);
      Object.assign(made, { trustPolicy: documentOf(state.trust), permissionsBoundary: state.boundary });
      made.description = state.description;
      made.maxSessionDuration = state.maxSessionDuration;
      made.attached.splice(0, made.attached.length, ...state.attached);
      made.inline.clear();
      for (const [name, inline] of Object.entries(state.inline)) made.inline.set(name, documentOf(inline));
      for (const [key, value] of Object.entries(state.tags)) made.tags.set(key, value);

      expect(await pass()).toMatchObject({ status: "repaired" });

      const [outcome, writes] = await writesOf(pass);
      expect({ outcome, writes }).toEqual({ outcome: { status: "in-sync" }, writes: [] });
      expect(choicesOf(memberRoleIn(world, accounts.production)!, tagKeys)).toEqual(desired);
      expect(await accessIn(world, accounts.production, people)).toEqual(access);
    }),
    { numRuns },
  );
});

const policyName = "CloudQueryCrossAccountReadOnlyAccess";
const readers = ["cloudquery", "neighbour"];
const everyAccount = Object.values(accounts);
const anyPolicies = fc.uniqueArray(
  fc.record({
    number: fc.integer({ min: 1, max: 4 }),
    document: fc.oneof(
      statements.map(documentOf),
      fc.uniqueArray(fc.constantFrom(...everyAccount), { minLength: 1 }).map(shardOf),
    ),
    versions: fc.integer({ min: 1, max: 5 }),
    attachedTo: fc.uniqueArray(fc.constantFrom(...readers)),
  }),
  { selector: ({ number }) => number },
);
const anyScope = fc.constantFrom("organization" as const, "accounts" as const, "any-account" as const);

function shardOf(accountIds: readonly string[]): string {
  const Resource = accountIds.map((accountId) => memberRoleArn(configOf(), "aws", accountId));
  return documentOf([{ Effect: "Allow", Action: "sts:AssumeRole", Resource }]);
}

test("from any state of the source policy", async () => {
  const { world } = running.sandbox;
  const source = accountOf(world, accounts.source);
  source.roles.set(
    "neighbour",
    newRole(world, source.id, { name: "Neighbour", path: "/", trustPolicy: documentOf([]) }),
  );
  const members = everyAccount.filter((id) => id !== accounts.outside && id !== accounts.acquired);
  const reachable = {
    organization: members,
    accounts: members.filter((id) => id !== accounts.suspended),
    "any-account": everyAccount,
  };
  await fc.assert(
    fc.asyncProperty(anyScope, anyPolicies, async (scope, states) => {
      source.policies.clear();
      for (const name of readers) source.roles.get(name)!.attached.length = 0;
      for (const { number, document, versions, attachedTo } of states) {
        const tags = { "assumable:managed-by": "assumable/prod" };
        const arn = addManagedPolicy(world, source.id, shardName(policyName, number), allow("s3:*"), tags);
        const policy = source.policies.get(arn)!;
        const createdAt = new Date(world.clock.now());
        policy.versions = Array.from({ length: versions }, (_, index) => ({
          id: `v${index + 1}`,
          document,
          createdAt,
        }));
        policy.versionCount = versions;
        policy.defaultVersionId = `v${versions}`;
        for (const name of attachedTo) source.roles.get(name)!.attached.push(arn);
      }
      const policy = { scope };
      const deployment = deploymentOf({ source: { accountId: source.id, principals: ["role/CloudQuery"], policy } });
      const pass = () => reconcileSourcePolicy("apply", deployment, running.aws);
      const reached = () => reachableIn(world, people[0]!, everyAccount);
      const desired = new Set(reachable[scope]);
      const before = await reached();
      const wrong: string[] = [];
      afterWrite = async () => {
        const now = await reached();
        const lost = before.intersection(desired).difference(now);
        const wider = now.difference(before.union(desired));
        if (lost.size + wider.size > 0) wrong.push(`lost ${[...lost]}, wider by ${[...wider]}`);
      };

      expect(await pass()).toMatchObject({ status: expect.stringMatching(/^(created|repaired|in-sync)$/) });

      const [{ status }, writes] = await writesOf(pass);
      expect({ status, writes }).toEqual({ status: "in-sync", writes: [] });
      expect(await reached()).toEqual(desired);
      expect(wrong).toEqual([]);
    }),
    { numRuns },
  );
  afterWrite = undefined;
});
