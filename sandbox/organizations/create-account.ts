import type { Action } from "../action.ts";
import { AwsError } from "../aws-error.ts";
import { newRole } from "../iam/roles.ts";
import { storedTrustPolicy } from "../iam/trust-policy.ts";
import { lowerCaseId } from "../identifiers.ts";
import type { Account, CreateAccountStatus, World } from "../world.ts";
import { onOrganizations } from "./resource.ts";
import { accountJoinedEvent, createAccountResultEvent } from "./service-events.ts";
import { attachFullAccess } from "./structure.ts";

/** Delays in milliseconds of what AWS does by and by after CreateAccount. */
export interface CreationDelays {
  /** Until the account exists and the request says SUCCEEDED; the event follows at once. */
  readonly creation: number;
  /** From then until the access role can be assumed. */
  readonly accessRole: number;
}

/** Something that goes on after the answer. */
export type Background = (work: Promise<void>) => void;

export type EmitEvent = (event: Record<string, unknown>) => void;

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html */
export function createAccountAction(delays: CreationDelays, emit: EmitEvent, background: Background): Action {
  return {
    parameters: ["Email", "AccountName", "RoleName", "IamUserAccessToBilling"],
    authorizations: onOrganizations("CreateAccount"),
    run: ({ world, input }) => {
      const roleName = input.optionalText("RoleName") ?? "OrganizationAccountAccessRole";
      if (!/^[\w+=,.@-]{1,64}$/.test(roleName))
        throw new AwsError("InvalidInputException", "You specified an invalid RoleName.");
      const [name, email] = [input.text("AccountName"), input.text("Email")];
      const status = newStatus(world, name);
      background(finish(world, status, { name, email, roleName }, delays, emit));
      return { CreateAccountStatus: structureOfStatus(status) };
    },
  };
}

interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly roleName: string;
}

async function finish(
  world: World,
  status: CreateAccountStatus,
  { name, email, roleName }: NewAccount,
  delays: CreationDelays,
  emit: EmitEvent,
): Promise<void> {
  await world.clock.sleep(delays.creation);
  status.completedAt = new Date(world.clock.now());
  const isTaken = [...world.accounts.values()].some((account) => account.email.toLowerCase() === email.toLowerCase());
  if (isTaken) {
    status.state = "FAILED";
    status.failureReason = "EMAIL_ALREADY_EXISTS";
    emit(createAccountResultEvent(world, status));
    return;
  }
  const account = newAccount(world, { id: nextAccountId(world), name, email, joinedMethod: "CREATED" });
  world.accounts.set(account.id, account);
  status.state = "SUCCEEDED";
  status.accountId = account.id;
  // A created account is told of twice, in no certain order.
  emit(createAccountResultEvent(world, status));
  emit(accountJoinedEvent(world, account));
  await world.clock.sleep(delays.accessRole);
  addAccessRole(world, account, roleName);
}

/** A new account starts in the root. */
export function newAccount(
  world: World,
  account: Pick<Account, "id" | "name" | "email" | "joinedMethod"> &
    Partial<Pick<Account, "parentId" | "state" | "joinedAt" | "isMember">>,
): Account {
  attachFullAccess(world, account.id);
  return {
    isMember: true,
    state: "ACTIVE",
    joinedAt: new Date(world.clock.now()),
    parentId: world.rootId,
    roles: new Map(),
    users: new Map(),
    groups: new Map(),
    policies: new Map(),
    ...account,
  };
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_create-cross-account-role.html */
export function addAccessRole(world: World, account: Account, name: string): void {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: world.managementAccountId }, Action: "sts:AssumeRole" }],
  };
  const role = newRole(world, account.id, {
    name,
    path: "/",
    trustPolicy: storedTrustPolicy(world, JSON.stringify(trust)),
    attached: [`arn:${world.partition}:iam::aws:policy/AdministratorAccess`],
  });
  account.roles.set(name.toLowerCase(), role);
}

function newStatus(world: World, accountName: string): CreateAccountStatus {
  const status: CreateAccountStatus = {
    id: `car-${lowerCaseId(32)}`,
    accountName,
    state: "IN_PROGRESS",
    accountId: undefined,
    failureReason: undefined,
    requestedAt: new Date(world.clock.now()),
    completedAt: undefined,
  };
  world.createAccountStatuses.set(status.id, status);
  return status;
}

export function structureOfStatus(status: CreateAccountStatus): Record<string, unknown> {
  return {
    Id: status.id,
    AccountName: status.accountName,
    State: status.state,
    RequestedTimestamp: status.requestedAt,
    CompletedTimestamp: status.completedAt,
    AccountId: status.accountId,
    FailureReason: status.failureReason,
  };
}

/** New accounts count up from 100000000001, unlike any of the fake organization's. */
function nextAccountId(world: World): string {
  for (let number = 100_000_000_001; ; number += 1) {
    if (!world.accounts.has(String(number))) return String(number);
  }
}
