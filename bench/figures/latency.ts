import { engineFor, furtherAccounts, reconcileAll } from "../engine.ts";
import { type Figure, figure, reported, timed } from "../figure.ts";
import { withSandbox } from "../sandbox.ts";

const count = 1_000;
const concurrency = 32;
/** AssumeRole, then all reads together. */
const roundTrips = 2;

/** How much of the speed is reached that latency and concurrency allow. */
export async function latency(): Promise<readonly Figure[]> {
  return [
    figure(
      "1,000 accounts in sync, 32 at a time, 200 ms a call: share of the ideal",
      await shareOfIdeal(200),
      "≥",
      0.95,
    ),
    reported("the same at 50 ms a call", await shareOfIdeal(50)),
  ];
}

function shareOfIdeal(milliseconds: number): Promise<number> {
  return withSandbox({ furtherAccounts: count, latency: milliseconds }, async ({ greeting }) => {
    const engine = engineFor(greeting, { concurrency });
    // Makes the roles, and opens connections, as a function that is warm has them.
    await reconcileAll(engine, "apply", furtherAccounts(count));
    const time = await timed(() => reconcileAll(engine, "apply", furtherAccounts(count)));
    return ((count / concurrency) * roundTrips * milliseconds) / time;
  });
}
