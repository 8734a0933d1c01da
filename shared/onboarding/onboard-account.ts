import type { AwsClients } from "#shared/aws/clients.ts";
import type { AwsFailure } from "#shared/aws/errors.ts";
import type { Deployment } from "#shared/deployment.ts";
import { type RoleOutcome, reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { parentsOf } from "#shared/organization/parents.ts";
import { type OrganizationAccount, readAccount } from "#shared/organization/read-organization.ts";
import { scopeOf } from "#shared/organization/scope.ts";
import { backoffDelay } from "./backoff.ts";

/** How long a new account's access role is waited for, in milliseconds; the function itself has 15 minutes. */
export const patience = 12 * 60_000;

/** Age up to which a created account counts as new, in milliseconds. */
const newAccountAge = 60 * 60_000;

/** The account id is not one of the organization's: nothing was done for it. */
export class AccountOutsideOrganizationError extends Error {
  override readonly name = "AccountOutsideOrganizationError";
  readonly accountId: string;
  // An event may overtake the organization's own list; Lambda's retries come one and two minutes later.
  readonly retryable = true;

  constructor(accountId: string) {
    super(
      `Account ${accountId} is not in this organization, so nothing was done. Check the id; if the account has just ` +
        "joined, send the event again.",
    );
    this.accountId = accountId;
  }
}

interface Services {
  readonly aws: AwsClients;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
}

/**
 * Gives one account its member role. Waits up to `patience` for an account that was created within the last hour, whose
 * access role may not answer yet; any other account answers at once or not at all.
 * Throws AccountOutsideOrganizationError.
 */
export async function onboardAccount(
  accountId: string,
  deployment: Deployment,
  services: Services,
): Promise<RoleOutcome> {
  const deadline = services.now() + patience;
  for (let attempt = 0; ; attempt += 1) {
    const account = await readAccount(services.aws.organizations, accountId);
    if (account === undefined) throw new AccountOutsideOrganizationError(accountId);
    const outcome = await reconcileInScope(account, deployment, services.aws);
    const delay = backoffDelay(attempt, services.random);
    const worthWaiting = isNotReady(outcome) && isNew(account, services.now());
    if (!worthWaiting || services.now() + delay > deadline) return outcome;
    await services.sleep(delay);
  }
}

async function reconcileInScope(
  account: OrganizationAccount,
  deployment: Deployment,
  aws: AwsClients,
): Promise<RoleOutcome> {
  const scope = await scopeOf(account, deployment, parentsOf(aws.organizations));
  if (scope.kind === "skipped") return { status: "skipped", reason: scope.reason };
  return reconcileMemberRole(account.id, "apply", deployment, aws);
}

function isNotReady(outcome: RoleOutcome): boolean {
  switch (outcome.status) {
    case "unreachable":
      return true;
    case "failed":
      return outcome.retryable || isImplicitDenial(outcome);
    case "skipped":
      return outcome.reason === "pending-activation";
    default:
      return false;
  }
}

/** The access role may answer before its policy does; a denial that a policy spells out does not pass by waiting. */
function isImplicitDenial({ code, message }: AwsFailure): boolean {
  return code.startsWith("AccessDenied") && !message.includes("explicit deny");
}

function isNew({ joinedMethod, joinedAt }: OrganizationAccount, now: number): boolean {
  return joinedMethod === "CREATED" && joinedAt !== undefined && now - joinedAt.getTime() < newAccountAge;
}
