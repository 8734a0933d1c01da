// Values of serverless.yml that come from the configuration file. JavaScript, for the framework loads no TypeScript.
import { memberSessionPolicy } from "../shared/member-role/session-policy.ts";
import { missedRunPeriod } from "../shared/run/missed-run.ts";
import { pagesAtATime } from "../shared/run/pages-at-a-time.ts";
import { sourceSessionPolicy } from "../shared/source-policy/session-policy.ts";
import { dashboardBody } from "./dashboard.js";
import { loadConfig } from "./load-config.ts";

/** CloudFormation fills these in at deployment. */
const deployed = { partition: "$" + "{AWS::Partition}", accountId: "$" + "{AWS::AccountId}" };

export async function values({ resolveVariable }) {
  const file = await resolveVariable("self:custom.configFile");
  const config = loadConfig(file, await resolveVariable("self:provider.region"));
  const stack = `${await resolveVariable("self:service")}-${await resolveVariable("self:provider.stage")}`;
  const { source, accounts, accessRoles, notify, schedule, concurrency } = config;
  const period = missedRunPeriod(schedule);
  const accessRoleArns = (accountId) =>
    accessRoles.map((name) => `arn:${deployed.partition}:iam::${accountId}:role/${name}`);
  return {
    bundledConfig: JSON.stringify(config),
    sourceAccountId: source.accountId,
    email: notify.email ?? "",
    schedule,
    missedRunPeriod: period ?? 0,
    pagesAtATime: pagesAtATime(concurrency),
    dashboard: dashboardBody(stack),
    // Files of stack/optional/.
    parts: {
      managementAccount: accounts.managementAccount ? "management-account" : "nothing",
      listedAccounts: source.policy.scope === "accounts" ? "listed-accounts" : "nothing",
      email: notify.email === undefined ? "nothing" : "email",
      missedRun: period === undefined ? "nothing" : "missed-run",
    },
    accessRoleArns: filledIn(accessRoleArns("*")),
    sourceAccessRoleArns: filledIn(accessRoleArns(source.accountId)),
    ownMemberRoleStatements: filledIn(memberSessionPolicy(config, deployed, "apply").Statement),
    ownSourcePolicyStatements: filledIn(sourceSessionPolicy(config, deployed, "apply").Statement),
  };
}

/** Wraps every text that CloudFormation has to fill in. */
function filledIn(value) {
  if (typeof value === "string") return value.includes("$" + "{AWS::") ? { "Fn::Sub": value } : value;
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledIn(inner)]));
}
