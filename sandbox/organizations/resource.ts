import type { Call } from "../action.ts";
import type { Authorization } from "../authorization/authorize.ts";

/**
 * Authorization of an Organizations action. `resource` names the kind and id, as in `account:111122223333`; actions
 * without one are on everything.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
export function onOrganizations(action: string, resource?: (call: Call) => string) {
  return (call: Call): readonly Authorization[] => {
    const { partition, managementAccountId, organizationId } = call.world;
    const [kind, id] = resource?.(call).split(":") ?? [];
    const arn =
      kind === undefined
        ? "*"
        : `arn:${partition}:organizations::${managementAccountId}:${kind}/${organizationId}/${id}`;
    return [{ action: `organizations:${action}`, resource: arn, resourceAccountId: managementAccountId }];
  };
}
