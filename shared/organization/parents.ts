import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { type OrganizationAccount, readParent } from "./read-organization.ts";

/**
 * Ids of root and organizational units above an account, outermost first: from its own description where AWS gave its
 * path, else by ListParents, which is asked once for each child. AWS answers five of those a second, so they are asked
 * for only where they decide something.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export function parentsOf(client: OrganizationsClient): (account: OrganizationAccount) => Promise<readonly string[]> {
  const known = new Map<string, Promise<readonly string[]>>();
  const above = (childId: string): Promise<readonly string[]> => {
    const asked = known.get(childId) ?? ask(childId);
    known.set(childId, asked);
    return asked;
  };
  const ask = async (childId: string): Promise<readonly string[]> => {
    const parent = await readParent(client, childId);
    return parent === undefined ? [] : [...(await above(parent)), parent];
  };
  return async ({ id, parents }) => parents ?? (await above(id));
}
