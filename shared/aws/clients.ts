import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { IamRetryStrategy } from "./retry.ts";
import { sessionIam } from "./session-client.ts";
import type { SessionCredentials } from "./session-credentials.ts";

/** The AWS clients of one process. All share one connection pool. */
export interface AwsClients {
  readonly organizations: OrganizationsClient;
  readonly sts: STSClient;
  /** IAM of the account the credentials belong to; of our own account without any. */
  iam(credentials?: SessionCredentials): IAMClient;
}

/** Timeouts in milliseconds: IAM answers within a second; a connection that says nothing is given up, then retried. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true };

/** Enough for the calls of as many accounts at a time as can be configured: the SDK's own 50 would make them wait. */
const agent = { maxSockets: 400 };

/** What every client is made with. */
export type ClientSettings = ReturnType<typeof clientSettings>;

/**
 * One connection pool and one way to retry, for all clients of a process. `profile` is of the AWS configuration; a
 * function has none.
 */
export function clientSettings(region: string, profile?: string) {
  const settings = {
    region,
    requestHandler: new NodeHttpHandler({ ...timeouts, httpAgent: agent, httpsAgent: agent }),
    retryStrategy: new IamRetryStrategy(),
    // A client is never changed once it is made, so what the SDK makes of it for a command can be kept.
    cacheMiddleware: true,
  };
  return profile === undefined ? settings : { ...settings, profile };
}

export function createAwsClients(settings: ClientSettings): AwsClients {
  return { organizations: createOrganizationsClient(settings), ...createAccountClients(settings) };
}

/** The clients that get into accounts and work there. */
export function createAccountClients(settings: ClientSettings): Pick<AwsClients, "sts" | "iam"> {
  const ownIam = new IAMClient(settings);
  const iamOf = sessionIam(settings);
  return {
    sts: new STSClient(settings),
    iam: (credentials) => (credentials === undefined ? ownIam : iamOf(credentials)),
  };
}

export function createOrganizationsClient(settings: ClientSettings): OrganizationsClient {
  return new OrganizationsClient(settings);
}

export function createS3Client(settings: ClientSettings): S3Client {
  return new S3Client(settings);
}

export function createSnsClient(settings: ClientSettings): SNSClient {
  return new SNSClient(settings);
}

export function createStepFunctionsClient(settings: ClientSettings): SFNClient {
  return new SFNClient(settings);
}
