import { type Sandbox, type SandboxOptions, startSandbox } from "#sandbox/start.ts";
import { type AwsClients, clientSettings, createAwsClients } from "#shared/aws/clients.ts";

/** The product's own clients, talking to a sandbox as the management administrator. */
export interface InProcess {
  readonly sandbox: Sandbox;
  readonly aws: AwsClients;
}

/**
 * Starts a sandbox without a stack, and the product's clients on it. The clients find it the way they find AWS in a
 * function: by the environment.
 */
export async function startInProcess(options: SandboxOptions = {}): Promise<InProcess> {
  const sandbox = await startSandbox(options);
  const { endpoint, region, credentials } = sandbox.greeting;
  process.env["AWS_ENDPOINT_URL"] = endpoint;
  process.env["AWS_ACCESS_KEY_ID"] = credentials.management.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = credentials.management.secretAccessKey;
  return { sandbox, aws: createAwsClients(clientSettings(region)) };
}
