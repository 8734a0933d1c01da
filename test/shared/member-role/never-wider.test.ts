import { afterAll, beforeAll, expect, test } from "vitest";
import { verdictFor } from "#sandbox/authorization/authorize.ts";
import { callerOf } from "#sandbox/authorization/caller.ts";
import { isWrite } from "#sandbox/http/request-log.ts";
import { shownTrustPolicy } from "#sandbox/iam/trust-policy.ts";
import { addAccessKey, newUser } from "#sandbox/iam/users.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { newSession } from "#sandbox/sts/session.ts";
import { accountOf, type Credential, type Role, type World } from "#sandbox/world.ts";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";
import { addManagedPolicy } from "../../support/managed-policy.ts";

// Asks the evaluator after every single write who can do what by the member role, however the role was changed by hand.

const { accounts } = fakeOrganization;
const accountId = accounts.production;
/** One harmless read of each of two services, one read of data, and two writes, each on something to do it to. */
const requests = [
  { action: "iam:GetRole", resource: `arn:aws:iam::${accountId}:role/Any` },
  { action: "lambda:ListFunctions", resource: "*" },
  { action: "sqs:ReceiveMessage", resource: `arn:aws:sqs:us-east-1:${accountId}:any` },
  { action: "iam:CreateUser", resource: `arn:aws:iam::${accountId}:user/Any` },
  { action: "s3:PutObject", resource: "arn:aws:s3:::bucket/any" },
];
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";
const quarantine = `arn:aws:iam::${accountId}:policy/Quarantine`;
const desired = deploymentOf({
  role: { permissions: "ReadOnlyMetadata", permissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
});

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** What somebody may have done to the role by hand. Every subset of these is tried. */
const drifts: readonly ((role: Role) => void)[] = [
  (role) => {
    const intruder = accountOf(running.sandbox.world, accounts.source).users.get("intruder")!;
    role.trustPolicy = policy({ Effect: "Allow", Principal: { AWS: intruder.id }, Action: "sts:AssumeRole" });
  },
  (role) => {
    role.permissionsBoundary = "arn:aws:iam::aws:policy/PowerUserAccess";
  },
  (role) => role.attached.push(administratorAccess),
  (role) => role.attached.push(quarantine),
  (role) => role.attached.splice(role.attached.indexOf("arn:aws:iam::aws:policy/ReadOnlyAccess"), 1),
  (role) =>
    role.inline.set("DenyDataReads", policy(everything, { Effect: "Deny", Action: "s3:PutObject", Resource: "*" })),
  (role) =>
    role.inline.set(
      "Extra",
      policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }, { Effect: "Deny", Action: "iam:*", Resource: "*" }),
    ),
];

let running: InProcess;
let people: readonly Credential[];
let watch: (() => Promise<void>) | undefined;

beforeAll(async () => {
  running = await startInProcess({
    onCall: async ({ service, action, code }) => {
      if (service === "iam" && code === "" && isWrite({ action })) await watch?.();
    },
  });
  const { world } = running.sandbox;
  people = peopleOf(world);
  addManagedPolicy(world, accountId, "Quarantine", { Effect: "Deny", Action: "iam:*", Resource: "*" });
});

afterAll(() => running.sandbox.close());

/** The configured reader, a neighbour in its account, our administrator, and a stranger: all may assume anything. */
function peopleOf(world: World): readonly Credential[] {
  const source = accountOf(world, accounts.source);
  const reader = source.roles.get("cloudquery")!;
  reader.inline.set("all", policy(everything));
  const stranger = newUser(world, accounts.outside, {
    name: "Stranger",
    path: "/",
    inline: new Map([["all", policy(everything)]]),
  });
  return [
    newSession(world, reader, source.id, { sessionName: "reader", seconds: 3600 }),
    addAccessKey(world, source.id, source.users.get("intruder")!),
    world.credentials.get("AKIAFAKEMANAGEMENT00")!,
    addAccessKey(world, accounts.outside, stranger),
  ];
}

function memberRole(): Role | undefined {
  return accountOf(running.sandbox.world, accountId).roles.get("crossaccountreadonlyrole");
}

/** Everything anybody can do by the role just now, as `person action`. */
async function access(): Promise<ReadonlySet<string>> {
  const { world } = running.sandbox;
  const role = memberRole();
  if (role === undefined) return new Set();
  const session = callerOf(world, newSession(world, role, accountId, { sessionName: "probe", seconds: 900 }));
  const allowed: string[] = [];
  for (const request of requests) {
    if ((await verdictFor(world, session, request)).kind === "allowed") allowed.push(request.action);
  }
  const found: string[] = [];
  for (const credential of people) {
    const caller = callerOf(world, credential);
    const resourcePolicy = JSON.parse(shownTrustPolicy(world, role.trustPolicy));
    const question = { action: "sts:AssumeRole", resource: role.arn, resourceAccountId: accountId, resourcePolicy };
    if ((await verdictFor(world, caller, question)).kind === "allowed")
      found.push(...allowed.map((action) => `${caller.identity.name} ${action}`));
  }
  return new Set(found);
}

/** Reconciles, and returns the access after each write along the way. */
async function watched(): Promise<readonly ReadonlySet<string>[]> {
  const seen: ReadonlySet<string>[] = [];
  watch = async () => {
    seen.push(await access());
  };
  const outcome = await reconcileMemberRole(accountId, "apply", desired, running.aws);
  watch = undefined;
  expect(["created", "repaired", "in-sync"]).toContain(outcome.status);
  return seen;
}

const reads = new Set(["CloudQuery iam:GetRole", "CloudQuery lambda:ListFunctions"]);

test("making the role gives nobody anything but the reader its reads", async () => {
  const seen = await watched();

  expect(seen.length).toBeGreaterThanOrEqual(3);
  expect(await access()).toEqual(reads);
  for (const step of seen) expect([...step].filter((one) => !reads.has(one))).toEqual([]);
});

test.each(Array.from({ length: 2 ** drifts.length }, (_, subset) => subset))(
  "repairing the changes by hand of subset %i is never wider than before or after",
  async (subset) => {
    await watched();
    for (const [index, drift] of drifts.entries()) if (subset & (2 ** index)) drift(memberRole()!);
    const before = await access();

    const seen = await watched();

    const allowed = new Set([...before, ...(await access())]);
    for (const step of seen) expect([...step].filter((one) => !allowed.has(one))).toEqual([]);
    const unchanged = await watched();
    expect(unchanged).toEqual([]);
  },
);
