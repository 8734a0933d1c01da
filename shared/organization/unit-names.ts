import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import { readUnitName } from "./read-organization.ts";

/** Names of organizational units by their ids, each asked for once; the id itself where there is no name. */
export function unitNamesOf(client: OrganizationsClient): (unitId: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (unitId) => {
    const asked = known.get(unitId) ?? readUnitName(client, unitId).then((name) => name ?? unitId);
    known.set(unitId, asked);
    return asked;
  };
}
