import { NodeHttpHandler } from "@smithy/node-http-handler";
import { clientEnvironment } from "#sandbox/client-environment.ts";
import type { Sandbox } from "#sandbox/start.ts";
import { type AwsClients, clientSettings, createAwsClients } from "#shared/aws/clients.ts";
import { IamRetryStrategy } from "#shared/aws/retry.ts";

/** The product's clients, but that nobody waits: answers that never come are given up at once, and so are pauses. */
export function impatientClients({ greeting }: Sandbox): AwsClients {
  Object.assign(process.env, clientEnvironment(greeting, greeting.credentials.management));
  return createAwsClients({
    ...clientSettings(greeting.region),
    requestHandler: new NodeHttpHandler({ requestTimeout: 250, throwOnRequestTimeout: true }),
    retryStrategy: new IamRetryStrategy({ backoff: { setDelayBase() {}, computeNextBackoffDelay: () => 1 } }),
  });
}
