import type { Deployment } from "#shared/deployment.ts";
import { equivalent } from "#shared/policy-document/equivalent.ts";
import type { SourceChange } from "./change.ts";
import { accountIdsIn, accountsDocument } from "./documents.ts";

/**
 * Whether changes undo somebody's hand, as against following accounts that came or went: a shard that lists exactly
 * what we would write for its accounts is intact, only no longer current, and a new shard is not attached yet.
 */
export function haveDrift(changes: readonly SourceChange[], deployment: Deployment): boolean {
  const created = changes.filter(({ kind }) => kind === "create-policy").map(({ policyName }) => policyName);
  return changes.some((change) => isDrift(change, created, deployment));
}

function isDrift(change: SourceChange, created: readonly string[], { config, partition }: Deployment): boolean {
  switch (change.kind) {
    case "create-policy":
    case "delete-policy":
      return false;
    case "attach-policy":
      return !created.includes(change.policyName);
    case "tag-policy":
      return true;
    case "create-policy-version": {
      const listed = accountIdsIn(change.before);
      return !equivalent(change.before, accountsDocument(config, { partition }, listed));
    }
  }
}
