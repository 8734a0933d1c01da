import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  type IAMClient,
  ListPolicyVersionsCommand,
  type PolicyVersion,
  TagPolicyCommand,
} from "@aws-sdk/client-iam";
import { tagList } from "#shared/aws/tags.ts";
import type { Deployment } from "#shared/deployment.ts";
import { versionsPerPolicy } from "#shared/quotas.ts";
import type { SourceChange } from "./change.ts";
import { type DesiredSource, sourcePolicyArn } from "./desired.ts";
import { attachTo, detachFrom } from "./principal-state.ts";
import type { CurrentSource } from "./read.ts";

interface Target {
  readonly deployment: Deployment;
  readonly current: CurrentSource;
  readonly desired: DesiredSource;
}

/** Applies changes in the plan's order, calling `done` after each; AWS's errors come through as they are. */
export async function applySourceChanges(
  iam: IAMClient,
  target: Target,
  changes: readonly SourceChange[],
  done: (change: SourceChange) => void,
): Promise<void> {
  for (const change of changes) {
    await applyChange(iam, target, change);
    done(change);
  }
}

async function applyChange(iam: IAMClient, target: Target, change: SourceChange): Promise<void> {
  const PolicyArn = sourcePolicyArn(target.deployment, change.policyName);
  switch (change.kind) {
    case "create-policy":
      await createPolicy(iam, target, change);
      return;
    case "create-policy-version":
      await makeRoomForVersion(iam, PolicyArn);
      await iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: JSON.stringify(change.after), SetAsDefault: true }),
      );
      return;
    case "tag-policy":
      await iam.send(new TagPolicyCommand({ PolicyArn, Tags: tagList(change.after) }));
      return;
    case "attach-policy":
      await attachTo(iam, change.after, PolicyArn);
      return;
    case "delete-policy":
      await deletePolicy(iam, target, change.policyName);
      return;
  }
}

async function createPolicy(
  iam: IAMClient,
  { deployment, desired }: Target,
  { policyName, after }: Extract<SourceChange, { kind: "create-policy" }>,
): Promise<void> {
  await iam.send(
    new CreatePolicyCommand({
      PolicyName: policyName,
      Path: deployment.config.source.policy.path,
      Description: "Lets the source principals assume the member role, kept by assumable.",
      PolicyDocument: JSON.stringify(after),
      Tags: tagList(desired.tags),
    }),
  );
}

/** A policy keeps five versions; the oldest that is not in force goes. */
async function makeRoomForVersion(iam: IAMClient, PolicyArn: string): Promise<void> {
  const versions = await listVersions(iam, PolicyArn);
  if (versions.length < versionsPerPolicy) return;
  const [oldest] = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).toSorted(byAge);
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: oldest?.VersionId }));
}

async function deletePolicy(iam: IAMClient, { deployment, current }: Target, policyName: string): Promise<void> {
  const PolicyArn = sourcePolicyArn(deployment, policyName);
  const attachedTo = current.policies.find(({ name }) => name === policyName)?.attachedTo ?? [];
  for (const entity of attachedTo) await detachFrom(iam, entity, PolicyArn);
  for (const { VersionId, IsDefaultVersion } of await listVersions(iam, PolicyArn)) {
    if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
}

async function listVersions(iam: IAMClient, PolicyArn: string): Promise<readonly PolicyVersion[]> {
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  return Versions ?? [];
}

/** Version ids count up: v1, v2, … */
function byAge(left: PolicyVersion, right: PolicyVersion): number {
  return Number(left.VersionId?.slice(1)) - Number(right.VersionId?.slice(1));
}
