import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { IamRetryStrategy } from "./retry.ts";

/** Temporary credentials of an assumed role. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The AWS clients of one process. All share one connection pool. */
export interface AwsClients {
  readonly organizations: OrganizationsClient;
  readonly sts: STSClient;
  /** IAM of the account the credentials belong to; of our own account without any. */
  iam(credentials?: SessionCredentials): IAMClient;
}

/** Timeouts in milliseconds: IAM answers within a second; a connection that says nothing is given up, then retried. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true };

export function createAwsClients(region: string): AwsClients {
  const shared = { region, requestHandler: new NodeHttpHandler(timeouts), retryStrategy: new IamRetryStrategy() };
  const ownIam = new IAMClient(shared);
  return {
    organizations: new OrganizationsClient(shared),
    sts: new STSClient(shared),
    iam: (credentials) => (credentials === undefined ? ownIam : new IAMClient({ ...shared, credentials })),
  };
}
