import { AsyncLocalStorage } from "node:async_hooks";
import { IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import { SignatureV4, type SignatureV4CryptoInit, type SignatureV4Init } from "@smithy/signature-v4";
import type { SessionCredentials } from "./session-credentials.ts";

const session = new AsyncLocalStorage<SessionCredentials>();

/** Signs with the credentials of the session that is making the call, looked up at every signature; throws outside of one. */
class SessionSigner extends SignatureV4 {
  constructor(settings: SignatureV4Init & SignatureV4CryptoInit) {
    super({ ...settings, credentials: sessionCredentials });
  }
}

async function sessionCredentials(): Promise<SessionCredentials> {
  const credentials = session.getStore();
  if (credentials === undefined) throw new TypeError("A call that has to be made in a session was made outside of one");
  return credentials;
}

/** AWS refuses what is signed with these: should the SDK ever sign by itself, nothing is done as us by mistake. */
const noCredentials = { accessKeyId: "none", secretAccessKey: "none" };

/** IAM of any account, all by one client; docs/adr/0007-one-client-for-all-sessions.md says why. */
export function sessionIam(settings: IAMClientConfig): (credentials: SessionCredentials) => IAMClient {
  const client = new IAMClient({ ...settings, credentials: noCredentials, signerConstructor: SessionSigner });
  const send: (...call: Parameters<IAMClient["send"]>) => unknown = client.send.bind(client);
  return (credentials) =>
    Object.create(client, {
      send: { value: (...call: Parameters<IAMClient["send"]>) => session.run(credentials, () => send(...call)) },
    });
}
