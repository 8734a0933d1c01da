import { readFileSync } from "node:fs";

/** Put in by the bundler. */
declare const ASSUMABLE_VERSION: string | undefined;

/** The version of this package. */
export function version(): string {
  if (typeof ASSUMABLE_VERSION === "string") return ASSUMABLE_VERSION;
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
