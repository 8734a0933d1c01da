import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { credentialsOf } from "#shared/aws/session-credentials.ts";
import { memberTrustPolicy } from "#shared/member-role/trust-policy.ts";
import { engineFor, furtherAccounts, reconcileAll } from "../engine.ts";
import { type Figure, figure, timed } from "../figure.ts";
import { withSandbox } from "../sandbox.ts";

const count = 200;
/** Other accounts, done before: AWS is not a process that has just started. */
const warmUpCount = 40;
const warmUp = furtherAccounts(warmUpCount);
const accountIds = furtherAccounts(warmUpCount + count).slice(warmUpCount);

/** The how-to's loop, one account after another, against ours at default settings. */
export async function byHand(): Promise<readonly Figure[]> {
  const options = { furtherAccounts: warmUpCount + count, latency: 50 };
  const loop = await withSandbox(options, async ({ greeting }) => {
    const engine = engineFor(greeting);
    const { deployment } = engine;
    const trust = { partition: deployment.partition, organizationId: greeting.organizationId };
    const trustPolicy = JSON.stringify(memberTrustPolicy(deployment.config, trust));
    await reconcileAll(engine, "apply", warmUp);
    return timed(async () => {
      for (const accountId of accountIds) await createByHand(accountId, trustPolicy, greeting.region);
    });
  });
  const ours = await withSandbox(options, async ({ greeting }) => {
    const engine = engineFor(greeting);
    await reconcileAll(engine, "apply", warmUp);
    return timed(async () => {
      const { totals } = await reconcileAll(engine, "apply", accountIds);
      if (totals.created !== count) throw new Error(`${totals.created} of ${count} accounts were created`);
    });
  });
  return [figure("200 new accounts, 50 ms a call: the how-to's loop ÷ ours", loop / ours, "≥", 20)];
}

async function createByHand(accountId: string, trustPolicy: string, region: string): Promise<void> {
  const sts = new STSClient({ region });
  const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
  const answer = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "by-hand" }));
  const iam = new IAMClient({ region, credentials: credentialsOf(answer) });
  const RoleName = "CrossAccountReadOnlyRole";
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }));
}
