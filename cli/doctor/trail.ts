import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import type { DoctorFinding } from "./finding.ts";

interface TrailState {
  readonly arn: string;
  readonly isLogging: boolean;
  readonly hasWriteEvents: boolean;
}

/**
 * Whether a trail seen in this Region logs management events that write: EventBridge gets no others.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export async function trailFinding(client: CloudTrailClient): Promise<DoctorFinding> {
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
  const trails = await Promise.all(trailList.map(({ TrailARN }) => readTrail(client, TrailARN ?? "")));
  const good = trails.find(({ isLogging, hasWriteEvents }) => isLogging && hasWriteEvents);
  if (good !== undefined)
    return { check: "trail", status: "ok", what: `${good.arn} logs what EventBridge is told of.` };
  const consequence = "so EventBridge is told of nothing that happens in the organization.";
  const stopped = trails.find(({ hasWriteEvents }) => hasWriteEvents);
  if (stopped !== undefined) {
    const remedy = `aws cloudtrail start-logging --name ${stopped.arn}`;
    return { check: "trail", status: "problem", what: `${stopped.arn} does not log, ${consequence}`, remedy };
  }
  const [any] = trails;
  if (any !== undefined) {
    const selectors = `'[{"ReadWriteType":"All","IncludeManagementEvents":true}]'`;
    const remedy = `aws cloudtrail put-event-selectors --trail-name ${any.arn} --event-selectors ${selectors} (it replaces the trail's selectors)`;
    return {
      check: "trail",
      status: "problem",
      what: `${any.arn} logs no management events that write, ${consequence}`,
      remedy,
    };
  }
  const remedy =
    "Create a trail of all Regions in the management account, with management events (read and write), and start its logging.";
  return { check: "trail", status: "problem", what: `There is no trail in this Region, ${consequence}`, remedy };
}

async function readTrail(client: CloudTrailClient, arn: string): Promise<TrailState> {
  const [{ IsLogging: isLogging = false }, selectors] = await Promise.all([
    client.send(new GetTrailStatusCommand({ Name: arn })),
    client.send(new GetEventSelectorsCommand({ TrailName: arn })),
  ]);
  return { arn, isLogging, hasWriteEvents: selectsWriteEvents(selectors) };
}

/** A trail has selectors of the one kind or the other. */
export function selectsWriteEvents({
  EventSelectors: basic = [],
  AdvancedEventSelectors: advanced = [],
}: Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">): boolean {
  const byBasic = basic.some(
    ({ IncludeManagementEvents, ReadWriteType }) => IncludeManagementEvents === true && ReadWriteType !== "ReadOnly",
  );
  return byBasic || advanced.some(selectsWrites);
}

function selectsWrites({ FieldSelectors: fields = [] }: AdvancedEventSelector): boolean {
  const equals = (name: string) => fields.find(({ Field }) => Field === name)?.Equals ?? [];
  return equals("eventCategory").includes("Management") && !equals("readOnly").includes("true");
}
