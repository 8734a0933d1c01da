import {
  type Account,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListParentsCommand,
  type OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { isAwsError } from "#shared/aws/errors.ts";
import type { Organization } from "#shared/deployment.ts";

/** An account of the organization, as far as it is of use here. E-mails are left where they are. */
export interface OrganizationAccount {
  readonly id: string;
  /** For reports only: names stay out of logs. */
  readonly name: string;
  /** PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED. */
  readonly state: string;
  readonly joinedMethod: string;
  readonly joinedAt: Date | undefined;
  /** Ids of root and organizational units above the account, outermost first; undefined where AWS did not say. */
  readonly parents: readonly string[] | undefined;
}

/** The organization was not found to be one this stack can serve. */
class OrganizationUnreadableError extends Error {
  override readonly name = "OrganizationUnreadableError";
  readonly retryable = false;
}

export async function readOrganization(client: OrganizationsClient): Promise<Organization> {
  const { Organization: answer } = await client.send(new DescribeOrganizationCommand());
  if (answer?.Id === undefined || answer.MasterAccountId === undefined) {
    throw new OrganizationUnreadableError(
      "DescribeOrganization answered without an organization id and management account",
    );
  }
  return { id: answer.Id, managementAccountId: answer.MasterAccountId };
}

/** The account, or undefined where it is not in the organization. */
export async function readAccount(
  client: OrganizationsClient,
  accountId: string,
): Promise<OrganizationAccount | undefined> {
  try {
    const { Account: answer } = await client.send(new DescribeAccountCommand({ AccountId: accountId }));
    return answer === undefined ? undefined : organizationAccount(answer);
  } catch (error) {
    if (isAwsError(error, "AccountNotFoundException")) return undefined;
    throw error;
  }
}

/** Every account of the organization, page by page; pages may be empty. */
export async function* listAccounts(client: OrganizationsClient): AsyncGenerator<OrganizationAccount> {
  for await (const page of paginateListAccounts({ client }, {})) {
    for (const account of page.Accounts ?? []) yield organizationAccount(account);
  }
}

/** Id of the root or organizational unit right above a child; undefined above a root. */
export async function readParent(client: OrganizationsClient, childId: string): Promise<string | undefined> {
  if (childId.startsWith("r-")) return undefined;
  const { Parents: parents } = await client.send(new ListParentsCommand({ ChildId: childId }));
  return parents?.[0]?.Id;
}

/** Name of an organizational unit; undefined where there is none of that id. */
export async function readUnitName(client: OrganizationsClient, unitId: string): Promise<string | undefined> {
  try {
    const command = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unitId });
    const { OrganizationalUnit: answer } = await client.send(command);
    return answer?.Name;
  } catch (error) {
    if (isAwsError(error, "OrganizationalUnitNotFoundException")) return undefined;
    throw error;
  }
}

/** Whether there is such a unit. Roots, of which an organization has one, are not asked about. */
export async function isUnit(client: OrganizationsClient, unitId: string): Promise<boolean> {
  return unitId.startsWith("r-") || (await readUnitName(client, unitId)) !== undefined;
}

function organizationAccount(account: Account): OrganizationAccount {
  return {
    id: account.Id ?? "",
    name: account.Name ?? "",
    // Status is retired; State has the closed and pending accounts apart.
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
    state: account.State ?? account.Status ?? "",
    joinedMethod: account.JoinedMethod ?? "",
    joinedAt: account.JoinedTimestamp,
    parents: account.Paths?.[0]?.split("/").filter((part) => /^(r|ou)-/.test(part)),
  };
}
