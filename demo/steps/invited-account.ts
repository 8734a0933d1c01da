import { AttachRolePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { AcceptHandshakeCommand, InviteAccountToOrganizationCommand } from "@aws-sdk/client-organizations";
import { fakeKeys } from "#sandbox/organization/fake-organization.ts";
import type { RunReport } from "#shared/run/report-schema.ts";
import { reportTable } from "../report-table.ts";
import { expect, type Story, until } from "../story.ts";
import type { Step } from "./step.ts";

const minute = 60_000;

/** The report of the run that could not get in. */
let firstReport: RunReport | undefined;

const joins: Step = {
  name: "An invited account joins; it has no access role, and the next run says what to do",
  run: async (story) => {
    const { acquired } = story.accounts;
    await join(story);
    firstReport = await story.run({ accounts: [acquired] });
    const [result] = firstReport.accounts;
    expect(result?.status === "unreachable", `the outcome was ${result?.status}`);
    return `its event is kept in the queue of failed invocations, with the same remedy\n${result?.status}: ${result?.remedy}`;
  },
};

const remedyApplied: Step = {
  name: "Its administrator runs those commands, and retryFailedOf takes the account up again",
  run: async (story) => {
    const { remedy = "" } = firstReport?.accounts[0] ?? {};
    await applyRemedy(story, remedy);
    const report = await story.run({ retryFailedOf: firstReport?.run.id });
    const [result] = report.accounts;
    expect(report.accounts.length === 1 && result?.status === "created", `the outcome was ${result?.status}`);
    return reportTable(report);
  },
};

async function join(story: Story): Promise<void> {
  const Target = { Type: "ACCOUNT", Id: story.accounts.acquired } as const;
  const invitation = await story.organizations().send(new InviteAccountToOrganizationCommand({ Target }));
  const HandshakeId = invitation.Handshake?.Id;
  await story.organizations(fakeKeys.acquired).send(new AcceptHandshakeCommand({ HandshakeId }));
  // The event's function finds no way in; Lambda tries again after one minute and after two more, and keeps the event.
  await until(async () => {
    story.clock.advance(minute);
    return failedInvocations(story) > 0 ? true : undefined;
  });
}

function failedInvocations({ sandbox }: Story): number {
  const [queue] = [...sandbox.functions.queues.values()].filter(({ name }) => name.includes("FailedInvocations"));
  return queue?.messages.length ?? 0;
}

/** Does what the commands of the remedy say, word for word. */
async function applyRemedy(story: Story, remedy: string): Promise<void> {
  const iam = story.iam(fakeKeys.acquired);
  const [, RoleName, AssumeRolePolicyDocument] =
    /^aws iam create-role --role-name (\S+) --assume-role-policy-document '(.*)'$/m.exec(remedy) ?? [];
  const [, , PolicyArn] = /^aws iam attach-role-policy --role-name (\S+) --policy-arn (\S+)$/m.exec(remedy) ?? [];
  expect(RoleName !== undefined && PolicyArn !== undefined, "the remedy has no commands");
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
}

/** An account that joins by invitation, from its first trouble to its role. */
export const invitedAccount: readonly Step[] = [joins, remedyApplied];
