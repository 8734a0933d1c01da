import { clientEnvironment } from "#sandbox/client-environment.ts";
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
  const { region, credentials } = sandbox.greeting;
  Object.assign(process.env, clientEnvironment(sandbox.greeting, credentials.management));
  return { sandbox, aws: createAwsClients(clientSettings(region)) };
}
