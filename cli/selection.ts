import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import pMap from "p-map";
import { isUnit, readAccount } from "#shared/organization/read-organization.ts";
import type { Wanted } from "#shared/run/stream-accounts.ts";
import { UsageError } from "./failure.ts";
import type { AccountOptions } from "./options.ts";

/** Look-ups at a time. */
const atATime = 8;

interface Options extends Pick<AccountOptions, "accounts" | "ou"> {
  /** Accounts an earlier report has left: one that is gone meanwhile is nobody's fault. */
  readonly unfinished?: readonly string[];
}

/** What the options choose, each account and unit checked against the organization before anything is done. */
export async function wantedBy(
  { accounts, ou, unfinished }: Options,
  organizations: OrganizationsClient,
): Promise<Wanted> {
  const found = await pMap(accounts, (id) => readAccount(organizations, id), { concurrency: atATime });
  const missing = accounts.filter((_id, index) => found[index] === undefined);
  if (missing.length > 0) {
    throw new UsageError(`Not in this organization: ${missing.join(", ")}.`, "Correct --accounts.");
  }
  for (const unit of ou) {
    if (!(await isUnit(organizations, unit))) {
      throw new UsageError(`There is no organizational unit ${unit} in this organization.`, "Correct --ou.");
    }
  }
  return {
    everything: accounts.length === 0 && ou.length === 0 && unfinished === undefined,
    accounts: new Set([...accounts, ...(unfinished ?? [])]),
    units: new Set(ou),
  };
}
