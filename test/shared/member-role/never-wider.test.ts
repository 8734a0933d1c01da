import { afterAll, beforeAll, expect, test } from "vitest";
import { isWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { accountOf, type Credential, type Role } from "#sandbox/world.ts";
import { reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { accessIn, memberRoleIn, peopleOf } from "../../support/access.ts";
import { deploymentOf } from "../../support/deployment.ts";
import { type InProcess, startInProcess } from "../../support/in-process.ts";
import { addManagedPolicy } from "../../support/managed-policy.ts";

// Asks the evaluator after every single write who can do what by the member role, however the role was changed by hand.

const { accounts } = fakeOrganization;
const accountId = accounts.production;
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

function memberRole(): Role | undefined {
  return memberRoleIn(running.sandbox.world, accountId);
}

function access(): Promise<ReadonlySet<string>> {
  return accessIn(running.sandbox.world, accountId, people);
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
