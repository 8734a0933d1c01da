import { awsManagedPolicy } from "../iam/aws-managed-policies.ts";
import { type Account, accountOf, type Identity, pathTo, type World } from "../world.ts";
import type { Caller } from "./caller.ts";
import type { NamedPolicy, Question } from "./decide.ts";

/** Document of a managed policy, AWS's or the account's; undefined where there is none. */
export function managedPolicyDocument(world: World, account: Account, arn: string): string | undefined {
  const own = account.policies.get(arn);
  if (own === undefined) return awsManagedPolicy(world.partition, arn);
  return own.versions.find(({ id }) => id === own.defaultVersionId)?.document;
}

export function identityPoliciesOf(world: World, caller: Caller): readonly NamedPolicy[] {
  const { identity, account } = caller;
  const groups =
    identity.kind === "user"
      ? [...identity.groups].flatMap((name) => account.groups.get(name.toLowerCase()) ?? [])
      : [];
  return [identity, ...groups].flatMap((holder) => policiesOn(world, account, holder));
}

function policiesOn(world: World, account: Account, holder: Identity): readonly NamedPolicy[] {
  const inline = [...holder.inline].map(([name, document]) => ({ name, policy: JSON.parse(document) }));
  const managed = holder.attached.map((arn) => {
    return { name: arn, policy: JSON.parse(managedPolicyDocument(world, account, arn) ?? "{}") };
  });
  return [...inline, ...managed];
}

export function boundaryOf(world: World, { identity, account }: Caller): NamedPolicy | undefined {
  const arn = identity.permissionsBoundary;
  if (arn === undefined) return undefined;
  // A boundary whose policy is gone allows nothing.
  const document = managedPolicyDocument(world, account, arn) ?? '{"Version":"2012-10-17","Statement":[]}';
  return { name: arn, policy: JSON.parse(document) };
}

/**
 * Service control policies by level. They do not apply to the management account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function serviceControlPoliciesOf(world: World, accountId: string): Question["serviceControlPolicies"] {
  const account = accountOf(world, accountId);
  if (accountId === world.managementAccountId || !account.isMember) return [];
  return pathTo(world, account).map((target) => {
    const attached = [...world.serviceControlPolicies.values()].filter(({ targets }) => targets.has(target));
    return { target, policies: attached.map(({ name, document }) => ({ name, policy: JSON.parse(document) })) };
  });
}
