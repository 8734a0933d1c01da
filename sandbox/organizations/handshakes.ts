import type { Action, Actions, Call } from "../action.ts";
import { AwsError, NotEmulatedError } from "../aws-error.ts";
import { lowerCaseId } from "../identifiers.ts";
import { type Account, accountOf, type Handshake, type World } from "../world.ts";
import { findAccount } from "./accounts.ts";
import type { EmitEvent } from "./create-account.ts";
import { onOrganizations } from "./resource.ts";
import { accountDepartedEvent, accountJoinedEvent } from "./service-events.ts";
import { attachFullAccess } from "./structure.ts";

/** Invitations, and every way out. The joined and departed events come to the management account alone. */
export function handshakeActions(emit: EmitEvent): Actions {
  return {
    InviteAccountToOrganization: invite,
    AcceptHandshake: accept(emit),
    LeaveOrganization: leave(emit),
    RemoveAccountFromOrganization: remove(emit),
  };
}

const invite: Action = {
  parameters: ["Target", "Notes"],
  authorizations: onOrganizations("InviteAccountToOrganization"),
  run: ({ world, input }) => {
    const { Id: id, Type: type } = input.structure("Target");
    if (type !== "ACCOUNT") throw new NotEmulatedError("invitations by e-mail");
    const account = world.accounts.get(String(id));
    if (account === undefined)
      throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
    if (account.isMember) throw alreadyMember();
    const handshake: Handshake = { id: `h-${lowerCaseId(16)}`, accountId: account.id, state: "OPEN" };
    world.handshakes.set(handshake.id, handshake);
    return { Handshake: handshakeStructure(handshake) };
  },
};

/** Only the invited account can accept. https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html */
function accept(emit: EmitEvent): Action {
  return {
    parameters: ["HandshakeId"],
    authorizations: ({ caller }) => [
      { action: "organizations:AcceptHandshake", resource: "*", resourceAccountId: caller.account.id },
    ],
    run: ({ world, caller, input }) => {
      const handshake = world.handshakes.get(input.text("HandshakeId"));
      if (handshake?.accountId !== caller.account.id) {
        throw new AwsError(
          "HandshakeNotFoundException",
          "We can't find a handshake with the HandshakeId that you specified.",
        );
      }
      if (handshake.state !== "OPEN") {
        throw new AwsError(
          "HandshakeAlreadyInStateException",
          "The specified handshake is already in the requested state.",
        );
      }
      handshake.state = "ACCEPTED";
      join(world, caller.account);
      emit(accountJoinedEvent(world, caller.account));
      return { Handshake: handshakeStructure(handshake) };
    },
  };
}

function leave(emit: EmitEvent): Action {
  return {
    parameters: [],
    authorizations: ({ caller }) => [
      { action: "organizations:LeaveOrganization", resource: "*", resourceAccountId: caller.account.id },
    ],
    run: ({ world, caller }) => {
      depart(world, caller.account);
      emit(accountDepartedEvent(world, caller.account, "LEFT"));
    },
  };
}

function remove(emit: EmitEvent): Action {
  const target = ({ input }: Call) => `account:${input.text("AccountId")}`;
  return {
    parameters: ["AccountId"],
    authorizations: onOrganizations("RemoveAccountFromOrganization", target),
    run: ({ world, input }) => {
      const account = findAccount(world, input.text("AccountId"));
      depart(world, account);
      emit(accountDepartedEvent(world, account, "REMOVED"));
    },
  };
}

function join(world: World, account: Account): void {
  account.isMember = true;
  account.joinedMethod = "INVITED";
  account.joinedAt = new Date(world.clock.now());
  account.parentId = world.rootId;
  attachFullAccess(world, account.id);
}

function depart(world: World, account: Account): void {
  if (!account.isMember) {
    throw new AwsError("AWSOrganizationsNotInUseException", "Your account isn't a member of an organization.");
  }
  if (account === accountOf(world, world.managementAccountId)) {
    throw new AwsError(
      "MasterCannotLeaveOrganizationException",
      "You can't remove a management account from an organization.",
    );
  }
  account.isMember = false;
}

function alreadyMember(): AwsError {
  return new AwsError("HandshakeConstraintViolationException", "The account is already a member of an organization.");
}

function handshakeStructure({ id, state, accountId }: Handshake): Record<string, unknown> {
  return { Id: id, State: state, Action: "INVITE", Parties: [{ Id: accountId, Type: "ACCOUNT" }] };
}
