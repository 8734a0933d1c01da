import { DetachRolePolicyCommand, UpdateRoleCommand } from "@aws-sdk/client-iam";
import { isIamWrite } from "#sandbox/http/request-log.ts";
import { reportTable } from "../report-table.ts";
import { expect, type Story, until } from "../story.ts";
import type { Step } from "./step.ts";

const day = 86_400_000;

const backfill: Step = {
  name: "One run over the whole organization gives every reachable account its role",
  run: async (story) => {
    const report = await story.run({});
    const { created, conflict, unreachable, failed, skipped } = report.totals;
    expect(created === 5, `${created} accounts were created`);
    expect(conflict === 1 && unreachable === 1 && failed === 1 && skipped === 1, JSON.stringify(report.totals));
    const silent = report.accounts.filter(({ status, remedy }) => /conflict|unreach|failed/.test(status) && !remedy);
    expect(silent.length === 0, "an account in trouble has no remedy");
    return reportTable(report);
  },
};

const secondRun: Step = {
  name: "The next run writes nothing",
  run: async (story) => {
    const before = story.sandbox.requests.length;
    const { totals } = await story.run({});
    const writes = story.sandbox.requests.since(before).filter(isIamWrite);
    expect(writes.length === 0, `it wrote: ${writes.map(({ action }) => action).join(", ")}`);
    return `${totals["in-sync"]} accounts in sync`;
  },
};

const told: Step = {
  name: "People are told once what needs them, and where",
  run: async (story) => {
    const [message] = [...story.sandbox.topics.values()].flatMap(({ messages }) => messages);
    expect(message !== undefined, "nobody was told");
    return `${message?.subject}\n\n${message?.message}`;
  },
};

const night: Step = {
  name: "A role is changed by hand; at night the scheduled run repairs it",
  run: async (story) => {
    const { production, staging } = story.accounts;
    await changeByHand(story);
    const before = story.sandbox.stateMachines.executions.size;
    story.clock.advance(day);
    const execution = await until(async () => [...story.sandbox.stateMachines.executions.values()][before]);
    await story.sandbox.idle();
    expect(execution.status === "SUCCEEDED", `the run ended ${execution.status}: ${execution.cause}`);
    const report = await story.report(JSON.parse(execution.output ?? "{}").report);
    const repaired = report.accounts.filter(({ status }) => status === "repaired");
    const ids = repaired.map(({ accountId }) => accountId).join(", ");
    expect(ids === `${production}, ${staging}`, `repaired: ${ids}`);
    return reportTable({ ...report, accounts: repaired });
  },
};

/** The policy is detached in one account, the longest session stretched to twelve hours in another. */
async function changeByHand(story: Story): Promise<void> {
  const { production, staging } = story.accounts;
  const administratorOf = async (accountId: string) =>
    story.iam(await story.assume("management", accountId, "OrganizationAccountAccessRole"));
  const PolicyArn = `arn:${story.sandbox.world.partition}:iam::aws:policy/ReadOnlyAccess`;
  const role = { RoleName: story.roleName };
  await (await administratorOf(production)).send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
  await (await administratorOf(staging)).send(new UpdateRoleCommand({ ...role, MaxSessionDuration: 43_200 }));
}

/** The organization as a whole: backfill by hand, drift repair by schedule. */
export const organization: readonly Step[] = [backfill, told, secondRun, night];
