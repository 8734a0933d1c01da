import type { AssumeRoleCommandOutput } from "@aws-sdk/client-sts";

/** Temporary credentials of an assumed role. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The credentials AssumeRole answered with; throws TypeError where there are none. */
export function credentialsOf({ Credentials: answer }: AssumeRoleCommandOutput): SessionCredentials {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = answer ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw new TypeError("AssumeRole answered without credentials");
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}
