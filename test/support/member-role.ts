import { afterEach, beforeEach } from "vitest";
import type { RequestRecord } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import type { Sandbox } from "#sandbox/start.ts";
import type { Role } from "#sandbox/world.ts";
import type { AwsClients } from "#shared/aws/clients.ts";
import { type RoleOutcome, reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import type { Mode } from "#shared/outcome.ts";
import { deploymentOf } from "./deployment.ts";
import { type InProcess, startInProcess } from "./in-process.ts";

export const { accounts, organizationId } = fakeOrganization;
export const readOnlyAccess = "arn:aws:iam::aws:policy/ReadOnlyAccess";
export const RoleName = "CrossAccountReadOnlyRole";

let running: InProcess;

/** Gives every test of a file a sandbox of its own. */
export function withSandboxPerTest(): void {
  beforeEach(async () => {
    running = await startInProcess();
  });
  afterEach(() => running.sandbox.close());
}

export function sandbox(): Sandbox {
  return running.sandbox;
}

export function aws(): AwsClients {
  return running.aws;
}

/** Starts over with a sandbox that answers slowly. */
export async function restartWithLatency(latency: number): Promise<void> {
  await running.sandbox.close();
  running = await startInProcess({ latency });
}

/** Reconciles one account; `config` is as in the file. */
export async function reconcile(
  accountId: string,
  config: Record<string, unknown> = {},
  mode: Mode = "apply",
): Promise<RoleOutcome> {
  return reconcileMemberRole(accountId, mode, deploymentOf(config), running.aws);
}

export function roleIn(accountId: string, name = RoleName): Role {
  const role = running.sandbox.world.accounts.get(accountId)?.roles.get(name.toLowerCase());
  if (role === undefined) throw new Error(`no role ${name} in ${accountId}`);
  return role;
}

/** The requests the sandbox answered while some work was done. */
export async function callsOf(work: () => Promise<unknown>): Promise<readonly RequestRecord[]> {
  const before = running.sandbox.requests.length;
  await work();
  return running.sandbox.requests.since(before);
}
