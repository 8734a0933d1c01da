import { RemoveAccountFromOrganizationCommand } from "@aws-sdk/client-organizations";
import { AdjustableClock } from "#sandbox/clock.ts";
import { startSandbox } from "#sandbox/start.ts";
import { packageStack } from "../../packaging/package-stack.ts";
import { listedAccounts } from "../stack.ts";
import { expect, refusal, Story } from "../story.ts";
import type { Step } from "./step.ts";

/** Tells its own short story on a second stack, whose source policy lists every account. */
const departure: Step = {
  name: "An account leaves, and a source policy that lists every account shrinks",
  run: async () => {
    const { ok, said } = packageStack(listedAccounts);
    expect(ok, said);
    const clock = new AdjustableClock();
    const sandbox = await startSandbox({ packageFolder: listedAccounts.folder, clock });
    try {
      return await leave(new Story(sandbox, clock, undefined));
    } finally {
      await sandbox.close();
    }
  },
};

async function leave(story: Story): Promise<string> {
  const { staging: AccountId } = story.accounts;
  await story.run({});
  const before = listedIn(story);
  await story.assume("source", AccountId);
  await story.organizations().send(new RemoveAccountFromOrganizationCommand({ AccountId }));
  await story.sandbox.idle();
  const after = listedIn(story);
  const left = before.filter((accountId) => !after.includes(accountId));
  expect(left.join() === AccountId && after.length === before.length - 1, `no longer listed: ${left.join()}`);
  await refusal(story.assume("source", AccountId), "the source principal");
  return `${before.length} accounts listed before, ${after.length} after; account ${AccountId} can be assumed no more`;
}

/** Ids of the accounts whose roles the source policy lists. */
function listedIn({ sandbox, accounts }: Story): readonly string[] {
  const [policy] = sandbox.world.accounts.get(accounts.source)?.policies.values() ?? [];
  const document = policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document ?? "";
  return [...document.matchAll(/:iam::(\d{12}):role/g)].map(([, accountId = ""]) => accountId);
}

export const departures: readonly Step[] = [departure];
