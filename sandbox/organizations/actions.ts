import type { Actions } from "../action.ts";
import { accountActions } from "./accounts.ts";
import { type Background, type CreationDelays, createAccountAction, type EmitEvent } from "./create-account.ts";
import { handshakeActions } from "./handshakes.ts";
import { serviceControlPolicyActions } from "./service-control-policies.ts";
import { structureActions } from "./structure.ts";

export function organizationsActions(delays: CreationDelays, emit: EmitEvent, background: Background): Actions {
  return {
    CreateAccount: createAccountAction(delays, emit, background),
    ...accountActions(emit),
    ...handshakeActions(emit),
    ...structureActions,
    ...serviceControlPolicyActions,
  };
}
