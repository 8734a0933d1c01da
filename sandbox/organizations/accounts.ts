import type { Action, Actions, Call } from "../action.ts";
import { AwsError, validationError } from "../aws-error.ts";
import { type Account, memberAccounts, organizationPath, type World } from "../world.ts";
import { type EmitEvent, structureOfStatus } from "./create-account.ts";
import { pageOfAccounts } from "./paging.ts";
import { onOrganizations } from "./resource.ts";
import { closeAccountResultEvent } from "./service-events.ts";

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
export function findAccount(world: World, id: string): Account {
  if (!/^\d{12}$/.test(id)) throw new AwsError("InvalidInputException", "You specified an invalid value.");
  const account = world.accounts.get(id);
  if (!account?.isMember) {
    throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
  }
  return account;
}

const describeAccount: Action = {
  parameters: ["AccountId"],
  authorizations: onOrganizations("DescribeAccount", ({ input }) => `account:${input.text("AccountId")}`),
  run: ({ world, input }) => ({ Account: accountStructure(world, findAccount(world, input.text("AccountId"))) }),
};

const describeCreateAccountStatus: Action = {
  parameters: ["CreateAccountRequestId"],
  authorizations: onOrganizations("DescribeCreateAccountStatus"),
  run: ({ world, input }) => {
    const status = world.createAccountStatuses.get(input.text("CreateAccountRequestId"));
    if (status === undefined) {
      throw new AwsError(
        "CreateAccountStatusNotFoundException",
        "We can't find an create account request with the CreateAccountRequestId that you specified.",
      );
    }
    return { CreateAccountStatus: structureOfStatus(status) };
  },
};

const moveAccount: Action = {
  parameters: ["AccountId", "SourceParentId", "DestinationParentId"],
  authorizations: onOrganizations("MoveAccount", ({ input }) => `account:${input.text("AccountId")}`),
  run: ({ world, input }) => {
    const account = findAccount(world, input.text("AccountId"));
    const destination = input.text("DestinationParentId");
    if (account.parentId !== input.text("SourceParentId")) {
      throw new AwsError(
        "SourceParentNotFoundException",
        "We can't find a source root or OU with the ParentId that you specified.",
      );
    }
    if (!world.units.has(destination)) {
      throw new AwsError(
        "DestinationParentNotFoundException",
        "We can't find the destination container (a root or OU) with the ParentId that you specified.",
      );
    }
    account.parentId = destination;
  },
};

function closeAccount(emit: EmitEvent): Action {
  return {
    parameters: ["AccountId"],
    authorizations: onOrganizations("CloseAccount", ({ input }) => `account:${input.text("AccountId")}`),
    run: ({ world, input }) => {
      const account = findAccount(world, input.text("AccountId"));
      if (account.id === world.managementAccountId) throw validationError("You can't close the management account.");
      if (account.state !== "ACTIVE") {
        throw new AwsError(
          "AccountAlreadyClosedException",
          "You attempted to close an account that is already closed.",
        );
      }
      account.state = "SUSPENDED";
      emit(closeAccountResultEvent(world, account));
    },
  };
}

export function accountActions(emit: EmitEvent): Actions {
  return {
    DescribeAccount: describeAccount,
    DescribeCreateAccountStatus: describeCreateAccountStatus,
    MoveAccount: moveAccount,
    CloseAccount: closeAccount(emit),
    ListAccounts: {
      parameters: ["NextToken", "MaxResults"],
      authorizations: onOrganizations("ListAccounts"),
      run: (call) => listing(call, memberAccounts(call.world)),
    },
    ListAccountsForParent: {
      parameters: ["ParentId", "NextToken", "MaxResults"],
      authorizations: onOrganizations("ListAccountsForParent"),
      run: (call) => {
        const parent = call.input.text("ParentId");
        return listing(
          call,
          memberAccounts(call.world).filter(({ parentId }) => parentId === parent),
        );
      },
    },
  };
}

function listing({ world, input }: Call, accounts: readonly Account[]): Record<string, unknown> {
  const { items, nextToken } = pageOfAccounts(input, accounts);
  return {
    Accounts: items.map((account) => accountStructure(world, account)),
    ...(nextToken ? { NextToken: nextToken } : {}),
  };
}

/** Status is retired since 2026-09-09; an account that is closed shows it by State alone. */
function accountStructure(world: World, account: Account): Record<string, unknown> {
  return {
    Id: account.id,
    Arn: `arn:${world.partition}:organizations::${world.managementAccountId}:account/${world.organizationId}/${account.id}`,
    Email: account.email,
    Name: account.name,
    State: account.state,
    Paths: [organizationPath(world, account)],
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: account.joinedAt,
  };
}
