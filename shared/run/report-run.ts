import type { ReportRunInput } from "#events/report-run-input.ts";
import type { Deployment, Organization } from "#shared/deployment.ts";
import { pageFailedRemedy, sourcePolicyNotAttemptedRemedy } from "#shared/remedies.ts";
import {
  type AccountResult,
  countResults,
  isUnfinished,
  needsPerson,
  noTotals,
  resultOf,
  type Totals,
} from "./account-result.ts";
import { type RunReport, reportVersion } from "./report-schema.ts";
import { ReportText } from "./report-text.ts";
import type { RunManifest } from "./run-manifest.ts";
import type { RunStore } from "./run-store.ts";

/** What became of a run: what the notification and the metrics are made from. */
export interface RunSummary {
  readonly run: RunReport["run"];
  readonly deployment: RunReport["deployment"];
  readonly accounts: number;
  readonly totals: Totals;
  readonly needPerson: readonly AccountResult[];
  readonly sourcePolicy: RunReport["sourcePolicy"];
  /** Of accounts that had joined shortly before and were created: milliseconds from joining to having the role. */
  readonly timesToRole: readonly number[];
  /** Where the report is, as in `s3://bucket/runs/…/report.json`. */
  readonly report: string;
}

/** Age in milliseconds up to which an account that had no role yet counts as new: events that were lost show. */
const newAccountAge = 7 * 86_400_000;

interface Services {
  readonly store: Omit<RunStore, "writeManifest" | "writeAccounts" | "writeResults" | "readUnfinished">;
  readonly deploymentIn: (organization: Organization) => Deployment;
  readonly now: () => number;
}

/** Last state of a run: every account with what happened to it, written as one report. */
export async function reportRun(
  { runId, pages, sourcePolicy }: ReportRunInput,
  { store, deploymentIn, now }: Services,
): Promise<RunSummary> {
  const manifest = await store.readManifest(runId);
  const errors = new Map(pages.map(({ page, error }) => [page, error]));
  const text = new ReportText();
  const collected = newCollection();
  for (let page = 1; page <= manifest.pages; page += 1) {
    const results = await resultsOfPage(store, runId, page, errors.get(page));
    text.add(results);
    collect(collected, results, now());
  }
  const head = headOf(manifest, deploymentIn(manifest.organization), collected, sourcePolicy, now());
  await store.writeReport(runId, text.finish(head));
  await store.writeUnfinished(runId, collected.unfinished);
  const { totals, needPerson, timesToRole } = collected;
  return {
    run: head.run,
    deployment: head.deployment,
    accounts: manifest.accounts,
    totals,
    needPerson,
    timesToRole,
    sourcePolicy: head.sourcePolicy,
    report: `s3://${store.bucket}/${store.reportKey(runId)}`,
  };
}

async function resultsOfPage(
  store: Services["store"],
  runId: string,
  page: number,
  error: string | undefined,
): Promise<readonly AccountResult[]> {
  if (error === undefined) return store.readResults(runId, page);
  const accounts = await store.readAccounts(runId, page);
  const remedy = pageFailedRemedy(error);
  return accounts.map((account) =>
    account.skip === undefined
      ? resultOf(account, { status: "not-attempted", reason: "page-failed", code: error, remedy })
      : resultOf(account, { status: "skipped", reason: account.skip }),
  );
}

/** What is kept of the accounts while page after page goes by. */
interface Collection {
  totals: Totals;
  readonly needPerson: AccountResult[];
  readonly unfinished: string[];
  readonly timesToRole: number[];
}

function newCollection(): Collection {
  return { totals: noTotals, needPerson: [], unfinished: [], timesToRole: [] };
}

function collect(collected: Collection, results: readonly AccountResult[], now: number): void {
  collected.totals = countResults(results, collected.totals);
  for (const result of results) {
    if (needsPerson(result)) collected.needPerson.push(result);
    if (isUnfinished(result)) collected.unfinished.push(result.accountId);
    const age = result.joinedAt === undefined ? undefined : now - Date.parse(result.joinedAt);
    if (result.status === "created" && age !== undefined && age < newAccountAge) collected.timesToRole.push(age);
  }
}

function headOf(
  { run, organization, accounts }: RunManifest,
  { config, stage, partition }: Deployment,
  { totals, needPerson }: Collection,
  sourcePolicy: ReportRunInput["sourcePolicy"],
  now: number,
): Omit<RunReport, "accounts"> {
  return {
    version: reportVersion,
    run: { ...run, endedAt: new Date(now).toISOString() },
    deployment: {
      stage,
      partition,
      organizationId: organization.id,
      managementAccountId: organization.managementAccountId,
      sourceAccountId: config.source.accountId,
      roleName: config.role.name,
      rolePath: config.role.path,
    },
    totals: { accounts, ...totals },
    needPerson: needPerson.length,
    sourcePolicy: sourcePolicyOf(sourcePolicy),
  };
}

function sourcePolicyOf(sourcePolicy: ReportRunInput["sourcePolicy"]): RunReport["sourcePolicy"] {
  if (sourcePolicy.kind === "said") return sourcePolicy.said;
  const { code } = sourcePolicy;
  return { status: "not-attempted", code, remedy: sourcePolicyNotAttemptedRemedy(code), findings: [] };
}

/** Whether a person must see to the source policy. */
export function sourcePolicyNeedsPerson({ status, retryable, findings }: RunReport["sourcePolicy"]): boolean {
  const asItShouldBe = ["in-sync", "created", "repaired", "planned"].includes(status);
  return findings.length > 0 || !(asItShouldBe || (status === "failed" && retryable === true));
}
