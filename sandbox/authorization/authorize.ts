import { AwsError } from "../aws-error.ts";
import type { World } from "../world.ts";
import type { Caller } from "./caller.ts";
import { principalKeys, requestKeys, resourceKeys } from "./context-keys.ts";
import { decide, type PolicyKind, type Verdict } from "./decide.ts";
import { boundaryOf, identityPoliciesOf, serviceControlPoliciesOf } from "./policies.ts";

/** What a request asks to be allowed. */
export interface Authorization {
  /** As in `iam:CreateRole`. */
  readonly action: string;
  /** ARN, or `*` for actions that name no resource. */
  readonly resource: string;
  /** Where the resource is in another account than the caller. */
  readonly resourceAccountId?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** A trust policy or queue policy. */
  readonly resourcePolicy?: unknown;
}

export async function verdictFor(world: World, caller: Caller, authorization: Authorization): Promise<Verdict> {
  const resourceAccountId = authorization.resourceAccountId ?? caller.account.id;
  return decide({
    principal: caller.arn,
    action: authorization.action,
    resource: authorization.resource,
    resourceAccountId,
    context: {
      ...requestKeys(world),
      ...principalKeys(world, caller),
      ...resourceKeys(world, resourceAccountId),
      ...authorization.context,
    },
    identityPolicies: identityPoliciesOf(world, caller),
    permissionsBoundary: boundaryOf(world, caller),
    sessionPolicy: caller.sessionPolicy === undefined ? undefined : JSON.parse(caller.sessionPolicy),
    serviceControlPolicies: serviceControlPoliciesOf(world, caller.account.id),
    resourcePolicy: authorization.resourcePolicy,
  });
}

/** Throws AWS's AccessDenied, in the words AWS has for what stood in the way. */
export async function authorize(world: World, caller: Caller, authorization: Authorization): Promise<void> {
  const verdict = await verdictFor(world, caller, authorization);
  if (verdict.kind === "denied") throw accessDenied(caller, authorization, verdict);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(
  caller: Pick<Caller, "arn">,
  { action, resource }: Pick<Authorization, "action" | "resource">,
  { explicit, by }: { readonly explicit: boolean; readonly by: PolicyKind },
): AwsError {
  const on = resource === "*" ? "" : ` on resource: ${resource}`;
  const because = explicit
    ? ` with an explicit deny in ${explicitNames[by]}`
    : ` because no ${implicitNames[by]} allows the ${action} action`;
  // AssumeRole across accounts says no more than this.
  const reason = action === "sts:AssumeRole" && !explicit ? "" : because;
  return new AwsError("AccessDenied", `User: ${caller.arn} is not authorized to perform: ${action}${on}${reason}`, 403);
}

const explicitNames: Readonly<Record<PolicyKind, string>> = {
  identity: "an identity-based policy",
  session: "a session policy",
  boundary: "a permissions boundary",
  "service control": "a service control policy",
  resource: "a resource-based policy",
};

const implicitNames: Readonly<Record<PolicyKind, string>> = {
  identity: "identity-based policy",
  session: "session policy",
  boundary: "permissions boundary",
  "service control": "service control policy",
  resource: "resource-based policy",
};
