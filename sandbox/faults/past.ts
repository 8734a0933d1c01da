import type { Caller } from "../authorization/caller.ts";
import { isIamWrite } from "../http/request-log.ts";
import type { Account } from "../world.ts";
import type { Fault } from "./fault.ts";

interface Call {
  readonly service: string;
  readonly action: string;
  readonly caller: Caller;
}

/** Accounts as they were before the last write of IAM in each: what stale reads show. */
export class Past {
  readonly #accounts = new Map<string, Account>();
  readonly #isKept: () => boolean;

  /** `isKept` says whether copies are worth their time just now. */
  constructor(isKept: () => boolean) {
    this.#isKept = isKept;
  }

  /** Does a call; what its account was before is kept where it has written something. */
  async during<T>({ service, action, caller }: Call, work: () => Promise<T>): Promise<T> {
    if (!isIamWrite({ service, action }) || !this.#isKept()) return work();
    const before = structuredClone(caller.account);
    const result = await work();
    this.#accounts.set(before.id, before);
    return result;
  }

  /** The caller in its account, from which IAM answers: as it is, or for a stale read as it was. */
  callerFor(fault: Fault | undefined, { service, action, caller }: Call): Caller {
    const past = this.#accounts.get(caller.account.id);
    const isStale = fault?.kind === "stale-read" && service === "iam" && !isIamWrite({ service, action });
    return isStale && past !== undefined ? { ...caller, account: past } : caller;
  }
}
