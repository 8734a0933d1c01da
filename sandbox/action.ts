import type { Authorization } from "./authorization/authorize.ts";
import type { Caller } from "./authorization/caller.ts";
import type { Input } from "./http/input.ts";
import type { World } from "./world.ts";

/** One request, once it is known who makes it. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** The Region the request was signed for. */
  readonly region: string;
  readonly input: Input;
}

/** One API action. Parameters it does not name are refused, never ignored. */
export interface Action {
  readonly parameters: readonly string[];
  /** What must be allowed; nothing for actions that everybody may call. */
  readonly authorizations: (call: Call) => readonly Authorization[];
  /** Returns the result as the service's API reference has it; lists as arrays, times as Date. */
  readonly run: (call: Call) => unknown;
}

export type Actions = Readonly<Record<string, Action>>;
