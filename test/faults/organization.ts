import { expect } from "vitest";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { fakeOrganization } from "#sandbox/organization/fake-organization.ts";
import { type Sandbox, startSandbox } from "#sandbox/start.ts";
import type { Credential } from "#sandbox/world.ts";
import type { Deployment } from "#shared/deployment.ts";
import { type RoleOutcome, reconcileMemberRole } from "#shared/member-role/reconcile.ts";
import { everyAccount } from "#shared/run/stream-accounts.ts";
import { reconcileSourcePolicy, type SourcePolicyResult } from "#shared/source-policy/reconcile.ts";
import type { Connection } from "../../cli/connect.ts";
import { type PassResult, passOver } from "../../cli/pass.ts";
import { accessIn, memberRoleIn, peopleOf, reachableIn } from "../support/access.ts";
import { deploymentOf } from "../support/deployment.ts";
import { impatientClients } from "./impatient-clients.ts";

const { accounts } = fakeOrganization;

/** Accounts that end in sync, and how the others end, whatever happens on the way. */
export const settled: Readonly<Record<string, string>> = {
  [accounts.management]: "in-sync",
  [accounts.source]: "in-sync",
  [accounts.production]: "in-sync",
  [accounts.staging]: "in-sync",
  [accounts.controlTower]: "in-sync",
  [accounts.suspended]: "skipped",
  [accounts.invited]: "unreachable",
  [accounts.foreignRole]: "conflict",
  [accounts.quarantined]: "failed",
};

export interface Pass {
  readonly results: readonly PassResult<RoleOutcome>[];
  readonly source: SourcePolicyResult;
}

/** The fake organization, watched: after every single write of IAM it is asked who can do what. */
export class WatchedOrganization {
  readonly sandbox: Sandbox;
  readonly connection: Connection;
  /** What was wider than before and desired, in words; empty is well. */
  readonly widened: string[] = [];
  /** Accounts a source principal could enter by its own policies and could not any more. */
  readonly lost: string[] = [];
  readonly #people: readonly Credential[];
  readonly #allowed = new Map<string, ReadonlySet<string>>();
  #reached: ReadonlySet<string> = new Set();

  private constructor(sandbox: Sandbox, deployment: Deployment) {
    this.sandbox = sandbox;
    this.#people = peopleOf(sandbox.world);
    this.connection = { aws: impatientClients(sandbox), deployment };
  }

  static async start(config: Record<string, unknown> = {}): Promise<WatchedOrganization> {
    let watch: ((accountId: string) => Promise<void>) | undefined;
    const sandbox = await startSandbox({
      onCall: async ({ service, action, caller, code }) => {
        if (code === "" && isIamWrite({ service, action })) await watch?.(caller.account.id);
      },
    });
    const organization = new WatchedOrganization(sandbox, deploymentOf(config));
    watch = (accountId) => organization.#look(accountId);
    return organization;
  }

  /** Whatever is so now is what the role may give until the pass is over, besides what it is to give. */
  async #remember(): Promise<void> {
    for (const accountId of Object.keys(settled)) {
      const before = await accessIn(this.sandbox.world, accountId, this.#people);
      this.#allowed.set(accountId, before.union(readsOfReader));
    }
    this.#reached = await this.#reachable();
  }

  async #look(accountId: string): Promise<void> {
    const now = await accessIn(this.sandbox.world, accountId, this.#people);
    const wider = now.difference(this.#allowed.get(accountId) ?? new Set());
    if (wider.size > 0) this.widened.push(`${accountId}: ${[...wider].join(", ")}`);
    if (accountId !== accounts.source) return;
    const reachable = await this.#reachable();
    this.lost.push(...this.#reached.difference(reachable));
    this.#reached = this.#reached.union(reachable);
  }

  /** Accounts in which the reader may assume a member role that is there, as far as the source policy goes. */
  async #reachable(): Promise<ReadonlySet<string>> {
    const { world } = this.sandbox;
    const inSync = Object.keys(settled).filter((accountId) => settled[accountId] === "in-sync");
    return reachableIn(
      world,
      this.#people[0]!,
      inSync.filter((accountId) => memberRoleIn(world, accountId) !== undefined),
    );
  }

  /** One pass over every account, then the source policy. */
  async pass(): Promise<Pass> {
    await this.#remember();
    const { aws, deployment } = this.connection;
    const results: PassResult<RoleOutcome>[] = [];
    const pass = passOver<RoleOutcome>(this.connection, {
      wanted: everyAccount,
      work: (accountId) => reconcileMemberRole(accountId, "apply", deployment, aws),
      isSkipped: () => true,
      exclude: new Set(),
      concurrency: 4,
      signal: new AbortController().signal,
      progress: { listed: () => undefined, whole: () => undefined },
    });
    for await (const result of pass) results.push(result);
    return { results, source: await reconcileSourcePolicy("apply", deployment, aws) };
  }

  /**
   * With nothing going wrong any more, one pass mends what is left, and the next finds all as it should be; `others` are
   * accounts that end otherwise than they would have.
   */
  async expectToSettle(others: Readonly<Record<string, string>> = {}): Promise<void> {
    this.sandbox.setFaults();
    await this.pass();
    const before = this.sandbox.requests.length;
    const { results, source } = await this.pass();
    expect(Object.fromEntries(results.map(({ accountId, status }) => [accountId, status]))).toEqual({
      ...settled,
      ...others,
    });
    expect(source.status).toBe("in-sync");
    const writes = this.sandbox.requests.since(before).filter(isIamWrite);
    expect(writes.map(({ action, accountId }) => `${action} ${accountId}`)).toEqual([]);
    expect(this.widened).toEqual([]);
    expect(this.lost).toEqual([]);
  }
}

const readsOfReader = new Set(
  ["iam:GetRole", "lambda:ListFunctions", "sqs:ReceiveMessage"].map((one) => `CloudQuery ${one}`),
);

/** Every account of the organization has exactly one outcome. */
export function expectOneOutcomeEach(results: readonly { readonly accountId: string }[]): void {
  expect(results.map(({ accountId }) => accountId).toSorted()).toEqual(Object.keys(settled).toSorted());
}
