import type { Clock } from "../clock.ts";
import { defaultTrail } from "../cloudtrail/trail.ts";
import { newRole } from "../iam/roles.ts";
import { storedTrustPolicy } from "../iam/trust-policy.ts";
import { addAccessKey, newUser } from "../iam/users.ts";
import { addAccessRole, newAccount } from "../organizations/create-account.ts";
import { attachFullAccess, fullAccessId } from "../organizations/structure.ts";
import { type Account, accountOf, type World } from "../world.ts";

/**
 * The one fake organization of the demo, the tests and the documents. Its ids are fixed and recognisable; what each
 * account is for stands in sandbox/README.md.
 */
export const fakeOrganization = {
  organizationId: "o-fakeorg0001",
  rootId: "r-fake",
  units: {
    security: "ou-fake-security",
    workloads: "ou-fake-workload",
    production: "ou-fake-producti",
    quarantine: "ou-fake-quaranti",
  },
  accounts: {
    management: "999999999999",
    source: "111111111111",
    production: "222222222222",
    staging: "333333333333",
    suspended: "444444444444",
    invited: "555555555555",
    controlTower: "666666666666",
    foreignRole: "777777777777",
    quarantined: "888888888888",
    /** Somebody else's account, outside the organization, whose access role trusts our management account. */
    outside: "123456789012",
    /** Somebody else's account, outside the organization, without an access role; its administrator may accept an invitation. */
    acquired: "234567890123",
  },
  /** The role of that name in account `foreignRole` is somebody else's. */
  memberRoleName: "CrossAccountReadOnlyRole",
} as const;

/** Keys of the fake organization's people: worthless anywhere else. */
export const fakeKeys = {
  management: { accessKeyId: "AKIAFAKEMANAGEMENT00", secretAccessKey: "fake-secret-of-the-management-administrator" },
  acquired: { accessKeyId: "AKIAFAKEACQUIRED0000", secretAccessKey: "fake-secret-of-the-acquired-administrator" },
  outsider: { accessKeyId: "AKIAFAKEOUTSIDER0000", secretAccessKey: "fake-secret-of-the-outsider-in-the-source" },
} as const;

const { accounts: ids, units, organizationId, rootId, memberRoleName } = fakeOrganization;

interface Settings {
  readonly clock: Clock;
  readonly partition: string;
  readonly region: string;
  /** Further accounts, in the unit Workloads. */
  readonly furtherAccounts: number;
}

/** An organization with its accounts, units, roles and people, before anything of ours is in it. */
export function createFakeOrganization({ clock, partition, region, furtherAccounts }: Settings): World {
  const world: World = {
    clock,
    partition,
    region,
    organizationId,
    managementAccountId: ids.management,
    rootId,
    accounts: new Map(),
    units: new Map(),
    serviceControlPolicies: new Map(),
    credentials: new Map(),
    createAccountStatuses: new Map(),
    handshakes: new Map(),
    trails: [defaultTrail(region)],
  };
  addUnits(world);
  addAccounts(world);
  addSourcePrincipals(world);
  addQuarantine(world);
  addFurtherAccounts(world, furtherAccounts);
  return world;
}

function addUnits(world: World): void {
  const document = policy({ Effect: "Allow", Action: "*", Resource: "*" });
  world.serviceControlPolicies.set(fullAccessId, {
    id: fullAccessId,
    name: "FullAWSAccess",
    document,
    targets: new Set(),
  });
  const all = [
    { id: rootId, name: "Root", parentId: undefined },
    { id: units.security, name: "Security", parentId: rootId },
    { id: units.workloads, name: "Workloads", parentId: rootId },
    { id: units.production, name: "Production", parentId: units.workloads },
    { id: units.quarantine, name: "Quarantine", parentId: rootId },
  ];
  for (const unit of all) {
    world.units.set(unit.id, unit);
    attachFullAccess(world, unit.id);
  }
}

function addAccounts(world: World): void {
  const management = addAccount(world, ids.management, "Management", { joinedMethod: "INVITED" });
  addAdministrator(world, management, fakeKeys.management);

  const accessRole = "OrganizationAccountAccessRole";
  const withAccessRole = [
    addAccount(world, ids.source, "Security Tooling", { parentId: units.security }),
    addAccount(world, ids.production, "Production", { parentId: units.production }),
    addAccount(world, ids.staging, "Staging", { parentId: units.workloads }),
    addAccount(world, ids.suspended, "Suspended", { parentId: units.workloads, state: "SUSPENDED" }),
    addAccount(world, ids.foreignRole, "Foreign Role", { parentId: units.workloads }),
    addAccount(world, ids.quarantined, "Quarantined", { parentId: units.quarantine }),
  ];
  for (const account of withAccessRole) addAccessRole(world, account, accessRole);
  addAccount(world, ids.invited, "Invited", { joinedMethod: "INVITED", parentId: units.workloads });
  const controlTower = addAccount(world, ids.controlTower, "Control Tower", { parentId: units.workloads });
  addAccessRole(world, controlTower, "AWSControlTowerExecution");
  addForeignRole(world, accountOf(world, ids.foreignRole));
  addAccessRole(world, addAccount(world, ids.outside, "Outside", { isMember: false }), accessRole);
  addAdministrator(world, addAccount(world, ids.acquired, "Acquired", { isMember: false }), fakeKeys.acquired);
}

function addAdministrator(world: World, account: Account, keys: (typeof fakeKeys)["management" | "acquired"]): void {
  const administrator = newUser(world, account.id, {
    name: "Administrator",
    path: "/",
    attached: [`arn:${world.partition}:iam::aws:policy/AdministratorAccess`],
  });
  account.users.set("administrator", administrator);
  addAccessKey(world, account.id, administrator, keys);
}

/** Accounts joined long ago, but for those created while the sandbox runs. */
function addAccount(
  world: World,
  id: string,
  name: string,
  given: Partial<Pick<Account, "joinedMethod" | "parentId" | "state" | "isMember">>,
): Account {
  const joinedAt = new Date("2024-01-15T09:00:00Z");
  const email = `${name.toLowerCase().replaceAll(" ", "-")}@example.com`;
  const account = newAccount(world, { id, name, email, joinedMethod: "CREATED", joinedAt, ...given });
  world.accounts.set(id, account);
  return account;
}

/** CloudQuery is the configured source principal. Intruder may assume anything, as far as its own policies go. */
function addSourcePrincipals(world: World): void {
  const source = accountOf(world, ids.source);
  const trustPolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  source.roles.set("cloudquery", newRole(world, source.id, { name: "CloudQuery", path: "/", trustPolicy }));
  const assumeAnything = policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" });
  const intruder = newUser(world, source.id, {
    name: "Intruder",
    path: "/",
    inline: new Map([["assume-anything", assumeAnything]]),
  });
  source.users.set("intruder", intruder);
  addAccessKey(world, source.id, intruder, fakeKeys.outsider);
}

/** Lets roles be assumed and refuses what they would do, as quarantines do. */
function addQuarantine(world: World): void {
  const document = policy({
    Effect: "Deny",
    Action: ["iam:Create*", "iam:Get*", "iam:List*", "iam:Put*"],
    Resource: "*",
  });
  const quarantine = { id: "p-quarantine", name: "Quarantine", document, targets: new Set([units.quarantine]) };
  world.serviceControlPolicies.set(quarantine.id, quarantine);
}

function addForeignRole(world: World, account: Account): void {
  const trust = policy({ Effect: "Allow", Principal: { AWS: account.id }, Action: "sts:AssumeRole" });
  const role = newRole(world, account.id, {
    name: memberRoleName,
    path: "/",
    trustPolicy: storedTrustPolicy(world, trust),
    description: "Made by hand, for something else.",
  });
  account.roles.set(memberRoleName.toLowerCase(), role);
}

function addFurtherAccounts(world: World, count: number): void {
  for (let number = 1; number <= count; number += 1) {
    const id = String(300_000_000_000 + number);
    const account = addAccount(world, id, `Member ${number}`, { parentId: units.workloads });
    addAccessRole(world, account, "OrganizationAccountAccessRole");
  }
}

function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
