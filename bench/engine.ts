import type { Greeting } from "#sandbox/start.ts";
import { type AwsClients, clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import type { Deployment } from "#shared/deployment.ts";
import type { Mode } from "#shared/outcome.ts";
import type { ListedAccount } from "#shared/run/listed-account.ts";
import { type PageResult, reconcilePage } from "#shared/run/reconcile-page.ts";
import { deploymentOf } from "../test/support/deployment.ts";

/** The product's engine as its function runs it, with clients of its own. */
export interface Engine {
  readonly aws: AwsClients;
  readonly deployment: Deployment;
}

/** `config` is as in the file. */
export function engineFor({ region }: Greeting, config: Record<string, unknown> = {}): Engine {
  return { aws: createAwsClients(clientSettings(region)), deployment: deploymentOf(config) };
}

/** Ids of the sandbox's further accounts. */
export function furtherAccounts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(300_000_000_001 + index));
}

/** One page with all of these accounts, as reconcile-accounts goes over it; what it reads from S3 is given. */
export async function reconcileAll(
  { aws, deployment }: Engine,
  mode: Mode,
  accountIds: readonly string[],
): Promise<PageResult> {
  const accounts = accountIds.map((accountId): ListedAccount => ({ accountId, name: "", organizationalUnits: [] }));
  const run = { id: "bench", mode, selection: "organization" as const, startedAt: new Date().toISOString() };
  return reconcilePage(
    { runId: run.id, page: 1 },
    {
      aws,
      store: {
        readManifest: async () => ({
          run,
          organization: deployment.organization,
          accounts: accounts.length,
          pages: 1,
        }),
        readAccounts: async () => accounts,
        writeResults: async () => undefined,
      },
      deploymentIn: () => deployment,
      timeLeft: () => Number.POSITIVE_INFINITY,
      report: () => undefined,
    },
  );
}
