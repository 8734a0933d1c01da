import { type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { isAwsError } from "#shared/aws/errors.ts";

/** Starts a run over the whole organization, once for an event however often it arrives; returns the run's id. */
export async function startRun(client: SFNClient, stateMachineArn: string, eventId: string): Promise<string> {
  const name = `joined-${eventId}`;
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: "{}" }));
  } catch (error) {
    if (!isAwsError(error, "ExecutionAlreadyExists")) throw error;
  }
  return name;
}
