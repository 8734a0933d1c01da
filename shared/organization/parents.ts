import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { type OrganizationAccount, readParents } from "./read-organization.ts";

/** Root and units above an account: from its own description where AWS gave its path, else by ListParents. */
export function parentsOf(client: OrganizationsClient): (account: OrganizationAccount) => Promise<readonly string[]> {
  return async ({ id, parents }) => parents ?? (await readParents(client, id));
}
