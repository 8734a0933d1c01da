import { ownershipTagKey } from "#shared/config/schema.ts";
import type { SourcePrincipal } from "#shared/config/source-principal.ts";
import type { ConflictReason } from "#shared/outcome.ts";
import type { PolicyDocument } from "#shared/policy-document/document.ts";
import { equivalent } from "#shared/policy-document/equivalent.ts";
import { documentOrText } from "#shared/policy-document/read-document.ts";
import type { SourceChange } from "./change.ts";
import type { DesiredSource } from "./desired.ts";
import { accountIdsIn } from "./documents.ts";
import type { CurrentPolicy, CurrentSource } from "./read.ts";
import { shardName } from "./shards.ts";

/** What to do about the source policy: a value that is printed, applied and asserted alike. */
export type SourcePlan =
  | { readonly kind: "nothing" }
  | { readonly kind: "create" | "repair"; readonly changes: readonly SourceChange[] }
  | { readonly kind: "conflict"; readonly reason: ConflictReason; readonly policyName: string };

interface Settings {
  readonly policyName: string;
  readonly existingRole: "refuse" | "adopt";
}

/** `attachTo` are the principals that exist and can be attached to. Changes come in the order to apply them in. */
export function planSource(
  current: CurrentSource,
  desired: DesiredSource,
  attachTo: readonly SourcePrincipal[],
  settings: Settings,
): SourcePlan {
  const changes: SourceChange[] = [];
  for (const [number, document] of desired.documents) {
    const policyName = shardName(settings.policyName, number);
    const policy = current.policies.find((one) => one.number === number);
    const conflict = policy && conflictWith(policy, desired, document, settings);
    if (conflict !== undefined) return { kind: "conflict", reason: conflict, policyName };
    changes.push(...policyChanges(policyName, policy, desired, document), ...attachments(policyName, policy, attachTo));
  }
  changes.push(...deletions(current, desired));
  if (changes.length === 0) return { kind: "nothing" };
  const isNew = changes.some((change) => change.kind === "create-policy" && change.policyName === settings.policyName);
  return { kind: isNew ? "create" : "repair", changes: inSafeOrder(changes) };
}

function conflictWith(
  policy: CurrentPolicy,
  desired: DesiredSource,
  document: PolicyDocument,
  { existingRole }: Settings,
): ConflictReason | undefined {
  const owner = policy.tags[ownershipTagKey];
  if (owner === desired.tags[ownershipTagKey]) return undefined;
  if (owner !== undefined) return "other-stage-owns-policy";
  if (existingRole === "adopt" || equivalent(documentOrText(policy.document), document)) return undefined;
  return "unmanaged-policy-differs";
}

function policyChanges(
  policyName: string,
  policy: CurrentPolicy | undefined,
  { tags }: DesiredSource,
  after: PolicyDocument,
): readonly SourceChange[] {
  if (policy === undefined) {
    return [{ kind: "create-policy", policyName, before: undefined, after, why: "the policy does not exist" }];
  }
  const changes: SourceChange[] = [];
  if (Object.entries(tags).some(([key, value]) => policy.tags[key] !== value)) {
    changes.push({
      kind: "tag-policy",
      policyName,
      before: policy.tags,
      after: tags,
      why: "the ownership tag is missing",
    });
  }
  const before = documentOrText(policy.document);
  if (!equivalent(before, after)) {
    changes.push({ kind: "create-policy-version", policyName, before, after, why: "the policy differs" });
  }
  return changes;
}

function attachments(
  policyName: string,
  policy: CurrentPolicy | undefined,
  attachTo: readonly SourcePrincipal[],
): readonly SourceChange[] {
  return attachTo
    .filter(({ kind, name }) => !policy?.attachedTo.includes(`${kind}/${name}`))
    .map((after): SourceChange => {
      return { kind: "attach-policy", policyName, before: undefined, after, why: "the policy is not attached to it" };
    });
}

/** Only shards of our own go; a policy of somebody else's that has a shard's name is left alone. */
function deletions({ policies }: CurrentSource, desired: DesiredSource): readonly SourceChange[] {
  return policies
    .filter(
      ({ number, tags }) => !desired.documents.has(number) && tags[ownershipTagKey] === desired.tags[ownershipTagKey],
    )
    .map(({ name, document }): SourceChange => {
      const before = documentOrText(document);
      return { kind: "delete-policy", policyName: name, before, after: undefined, why: "no account is left in it" };
    });
}

/**
 * What adds access comes before what takes some, so that nobody loses access in between; but nobody is attached to a
 * policy that still allows what it should not.
 */
function inSafeOrder(changes: readonly SourceChange[]): readonly SourceChange[] {
  const namesOf = (of: (change: SourceChange) => boolean) =>
    new Set(changes.filter(of).map(({ policyName }) => policyName));
  const attached = namesOf(({ kind }) => kind === "attach-policy");
  const narrowed = namesOf((change) => change.kind === "create-policy-version" && !onlyGrows(change));
  const rank = ({ kind, policyName }: SourceChange): number => {
    switch (kind) {
      case "tag-policy":
        return 0;
      case "create-policy":
        return 1;
      case "create-policy-version":
        if (!narrowed.has(policyName)) return 2;
        return attached.has(policyName) ? 4 : 6;
      case "attach-policy":
        return narrowed.has(policyName) ? 5 : 3;
      case "delete-policy":
        return 7;
    }
  };
  return changes.toSorted((left, right) => rank(left) - rank(right));
}

function onlyGrows({ before, after }: Extract<SourceChange, { kind: "create-policy-version" }>): boolean {
  const now = accountIdsIn(before);
  const then = accountIdsIn(after);
  const listsBefore = now.length > 0;
  return listsBefore && (then.length === 0 || now.every((id) => then.includes(id)));
}
