import { profiles } from "./aws-config.ts";
import type { Export } from "./exported-account.ts";

/**
 * Cartography reads every profile it finds, the default one left out.
 * https://cartography-cncf.github.io/cartography/modules/aws/config.html
 */
export function cartography(exported: Export): string {
  const header = [
    "# For Cartography: AWS_CONFIG_FILE=<this file> cartography --aws-sync-all-profiles",
    "# Written by assumable; written anew, not edited.",
  ];
  return `${[...header, ...profiles(exported)].join("\n")}\n`;
}
