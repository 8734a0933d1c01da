import type { Greeting, Keys } from "./start.ts";

/** The environment by which an SDK or the AWS CLI finds the sandbox, as somebody. The Region goes by two names: not here. */
export function clientEnvironment({ endpoint }: Greeting, keys: Keys): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
  };
}
