import {
  isAttachable,
  matchesPrincipal,
  type SourcePrincipal,
  sourcePrincipal,
} from "#shared/config/source-principal.ts";
import type { Deployment } from "#shared/deployment.ts";
import { iamArn } from "#shared/partition.ts";
import type { Finding } from "./change.ts";
import type { PrincipalState } from "./principal-state.ts";
import type { CurrentSource } from "./read.ts";

/** What a person has to see to: principals that cannot be attached to, or are not there. */
export function findingsOf(deployment: Deployment, current: CurrentSource): readonly Finding[] {
  const principals = deployment.config.source.principals.map(sourcePrincipal);
  const unattachable = principals.filter((principal) => !isAttachable(principal) && !isHeldBy(principal, current));
  const missing = current.principals.filter((state) => !isThere(deployment, state));
  return [
    ...unattachable.map((principal) => unattachableFinding(deployment, principal)),
    ...missing.map((state) => missingFinding(deployment, state)),
  ];
}

/** A principal counts as there only by its whole ARN: a role under another path would not be let in. */
export function isThere({ config, partition }: Deployment, { principal, arn }: PrincipalState): boolean {
  return arn === iamArn(partition, config.source.accountId, principal.resource);
}

/** Some principal the pattern means holds every policy already. IAM lists names without paths. */
function isHeldBy(principal: SourcePrincipal, { policies }: CurrentSource): boolean {
  const byName = sourcePrincipal(`${principal.kind}/${principal.name}`);
  return (
    policies.length > 0 &&
    policies.every(({ attachedTo }) => attachedTo.some((entity) => matchesPrincipal(byName, entity)))
  );
}

function unattachableFinding({ config }: Deployment, { resource, isIdentityCenter }: SourcePrincipal): Finding {
  const { name, path } = config.source.policy;
  const policies = config.source.policy.scope === "accounts" ? `${name} and its shards ${name}-2, …` : name;
  if (!isIdentityCenter) {
    const remedy = `Attach policy ${policies} (path ${path}) to the roles you mean: a pattern cannot be attached to.`;
    return { kind: "pattern-principal", principal: resource, remedy };
  }
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html
  const remedy =
    `Only its permission set can change an Identity Center role: add the customer managed policy ${policies}, path ` +
    `${path}, to the permission set and provision it to account ${config.source.accountId}.`;
  return { kind: "identity-center-role", principal: resource, remedy };
}

function missingFinding({ config }: Deployment, { principal, arn }: PrincipalState): Finding {
  const where = `account ${config.source.accountId}`;
  const remedy =
    arn === undefined
      ? `There is no ${principal.resource} in ${where}: create it, or take it out of source.principals. The rest is done.`
      : `In ${where} it is ${arn}: write its path in source.principals.`;
  return { kind: "missing-principal", principal: principal.resource, remedy };
}
