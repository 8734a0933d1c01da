// Values of serverless.yml that come from the configuration file. JavaScript, for the framework loads no TypeScript.
import { memberSessionPolicy } from "../shared/member-role/session-policy.ts";
import { sourceSessionPolicy } from "../shared/source-policy/session-policy.ts";
import { loadConfig } from "./load-config.ts";

/** CloudFormation fills these in at deployment. */
const deployed = { partition: "$" + "{AWS::Partition}", accountId: "$" + "{AWS::AccountId}" };

export async function values({ resolveVariable }) {
  const file = await resolveVariable("self:custom.configFile");
  const config = loadConfig(file, await resolveVariable("self:provider.region"));
  const { source, accounts, accessRoles, notify } = config;
  const accessRoleArns = (accountId) =>
    accessRoles.map((name) => `arn:${deployed.partition}:iam::${accountId}:role/${name}`);
  return {
    bundledConfig: JSON.stringify(config),
    sourceAccountId: source.accountId,
    coversManagementAccount: String(accounts.managementAccount),
    listsAccounts: String(source.policy.scope === "accounts"),
    email: notify.email ?? "",
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
