import type { Config } from "#shared/config/schema.ts";
import type { CurrentSource } from "./read.ts";

/** Where scope `accounts` ends: the principal with the least room for further policies. */
export interface Capacity {
  /** Policies that can be attached to it for us. */
  readonly policies: number;
  /** As configured: `role/CloudQuery`. */
  readonly principal: string;
}

/** Undefined where no capacity was read, or nobody is there to attach to. */
export function capacityOf({ policies, principals, attachmentQuotas }: CurrentSource): Capacity | undefined {
  if (attachmentQuotas === undefined) return undefined;
  const ours = new Set(policies.map(({ arn }) => arn));
  const rooms = principals
    .filter(({ arn }) => arn !== undefined)
    .map(({ principal, attachedPolicyArns }): Capacity => {
      const others = (attachedPolicyArns ?? []).filter((arn) => !ours.has(arn)).length;
      return { principal: principal.resource, policies: Math.max(0, attachmentQuotas[principal.kind] - others) };
    });
  return rooms.sort((left, right) => left.policies - right.policies)[0];
}

export function capacityRemedy(
  { principal, policies }: Capacity,
  needed: number,
  perPolicy: number,
  { source }: Config,
): string {
  return (
    `The accounts need ${needed} policies of ${perPolicy} accounts each, but ${principal} has room for ${policies} ` +
    `(${policies * perPolicy} accounts). Set source.policy.scope to organization (one policy for any number of ` +
    `accounts), or detach other policies from ${principal} in account ${source.accountId} or raise its quota.`
  );
}
