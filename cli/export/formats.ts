import { awsConfig } from "./aws-config.ts";
import { c7nOrg } from "./c7n-org.ts";
import { cartography } from "./cartography.ts";
import { cloudqueryAccounts, cloudqueryOrg } from "./cloudquery.ts";
import { csv } from "./csv.ts";
import type { Export } from "./exported-account.ts";
import { iamCollect } from "./iam-collect.ts";
import { json } from "./json.ts";
import { prowler } from "./prowler.ts";
import { steampipe } from "./steampipe.ts";

/** A format: the same accounts always give the same text, whole. */
export type Format = (exported: Export) => string;

export const formats: Readonly<Record<string, Format>> = {
  "aws-config": awsConfig,
  cloudquery: cloudqueryAccounts,
  "cloudquery-org": cloudqueryOrg,
  steampipe,
  "c7n-org": c7nOrg,
  prowler,
  cartography,
  "iam-collect": iamCollect,
  csv,
  json,
};
