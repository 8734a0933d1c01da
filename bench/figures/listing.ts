import { listAccounts } from "#shared/organization/read-organization.ts";
import { command } from "../command.ts";
import { engineFor } from "../engine.ts";
import { type Figure, figure, timed } from "../figure.ts";
import { withSandbox } from "../sandbox.ts";

const count = 2_000;

/** What a pass takes when Organizations lists no faster than AWS does, against listing alone. */
export async function listing(): Promise<readonly Figure[]> {
  const options = { furtherAccounts: count, isThrottled: true };
  const alone = await withSandbox(options, ({ greeting }) => {
    const { aws } = engineFor(greeting);
    return timed(async () => {
      let listed = 0;
      for await (const _account of listAccounts(aws.organizations)) listed += 1;
      if (listed < count) throw new Error(`${listed} accounts were listed`);
    });
  });
  const [created, inSync] = await withSandbox(options, async () => {
    const first = await timed(() => command("apply", "--yes"));
    // The token bucket of Organizations fills again.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return [first, await timed(() => command("apply", "--yes"))] as const;
  });
  return [
    figure("apply, 2,000 accounts in sync, listing at AWS's rate: time ÷ that of listing", inSync / alone, "≤", 1.15),
    figure("the same with every role to be made", created / alone, "≤", 1.2),
  ];
}
