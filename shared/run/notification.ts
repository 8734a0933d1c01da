import type { AccountResult } from "./account-result.ts";
import { type RunSummary, sourcePolicyNeedsPerson } from "./report-run.ts";

/** Accounts told one by one; the report has them all. */
const longestList = 20;

export interface Notification {
  /** Printable ASCII, 100 characters at most. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  readonly subject: string;
  readonly message: string;
}

/** What people are told after a run: nothing where nobody has to act, nor after a plan, which somebody is looking at. */
export function notificationOf(summary: RunSummary, stateMachineArn: string): Notification | undefined {
  const { run, deployment, needPerson, sourcePolicy, report } = summary;
  const sourceNeedsPerson = sourcePolicyNeedsPerson(sourcePolicy);
  if (run.mode === "plan" || (needPerson.length === 0 && !sourceNeedsPerson)) return undefined;
  const accounts = needPerson.length === 1 ? "1 account" : `${needPerson.length} accounts`;
  const what = [...(needPerson.length > 0 ? [accounts] : []), ...(sourceNeedsPerson ? ["the source policy"] : [])];
  const needs = needPerson.length > 1 || what.length > 1 ? "need" : "needs";
  const input = JSON.stringify({ retryFailedOf: run.id });
  return {
    subject: `assumable ${deployment.stage}: ${what.join(" and ")} ${needs} a person`.slice(0, 100),
    message: [
      `${what.join(" and ")} ${needs} a person, after run ${run.id} of role ${deployment.roleName}`,
      `over ${summary.accounts} accounts of organization ${deployment.organizationId}, ended ${run.endedAt}.`,
      "",
      ...needPerson.slice(0, longestList).map(accountLine),
      ...(needPerson.length > longestList ? [`and ${needPerson.length - longestList} more`] : []),
      ...(sourceNeedsPerson ? [sourcePolicyLine(sourcePolicy)] : []),
      "",
      "The report says for each of them what to do:",
      `aws s3 cp ${report} -`,
      "",
      "When that is done, have them taken up again, or wait for the next scheduled run:",
      `aws stepfunctions start-execution --state-machine-arn ${stateMachineArn} --input '${input}'`,
    ].join("\n"),
  };
}

function accountLine(result: AccountResult): string {
  const { accountId, name, status, organizationalUnits } = result;
  const where = ["Root", ...organizationalUnits.map((unit) => unit.name)].join("/");
  return `${status.padEnd(13)} ${accountId} ${name} (${where}): ${causeOf(result)}`;
}

function causeOf(result: AccountResult): string {
  switch (result.status) {
    case "conflict":
    case "unreachable":
    case "not-attempted":
      return result.reason;
    case "failed":
      return result.code;
    default:
      return "differs from what is configured";
  }
}

function sourcePolicyLine({ status, findings }: RunSummary["sourcePolicy"]): string {
  const found = findings.map(({ kind, principal }) => `${principal}: ${kind}`);
  return `source policy ${[status, ...found].join(", ")}`;
}
