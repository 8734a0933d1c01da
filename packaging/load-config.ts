import { readFileSync } from "node:fs";
import { ConfigError } from "#shared/config/faults.ts";
import { parseConfig } from "#shared/config/parse.ts";
import { partitionOfReference } from "#shared/config/policy-reference.ts";
import { permissionsOf } from "#shared/config/presets.ts";
import type { Config } from "#shared/config/schema.ts";
import { partitionOfRegion } from "#shared/partition.ts";

/** Reads a configuration file to be deployed to a Region; throws ConfigError with every fault. */
export function loadConfig(file: string, region: string): Config {
  const config = parseConfig(readText(file), file);
  const partition = partitionOfRegion(region);
  const { role } = config;
  const bound = [...permissionsOf(role.permissions).managedPolicyArns, role.permissionsBoundary ?? ""]
    .map(partitionOfReference)
    .filter((named) => named !== undefined);
  if (bound.some((named) => named !== partition)) {
    const reason = `names a policy of another partition than that of Region ${region}, ${partition}`;
    throw new ConfigError(file, [{ path: "role", reason }]);
  }
  return config;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new ConfigError(file, [{ path: "(the whole file)", reason: "cannot be read: create it, or name another" }]);
  }
}
