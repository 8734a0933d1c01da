import { type Config, configSchema } from "./schema.ts";

/** Put in by the bundler: the validated configuration, defaults filled in. */
declare const ASSUMABLE_CONFIG: unknown;

/** The configuration this bundle was packaged with. */
export function deployedConfig(): Config {
  return configSchema.parse(ASSUMABLE_CONFIG);
}
