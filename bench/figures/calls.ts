import { engineFor, furtherAccounts, reconcileAll } from "../engine.ts";
import { type Figure, figure } from "../figure.ts";
import { withSandbox } from "../sandbox.ts";

/** AWS calls for each account, new and in sync. */
export function calls(): Promise<readonly Figure[]> {
  const count = 100;
  return withSandbox({ furtherAccounts: count }, async ({ greeting, requests }) => {
    const engine = engineFor(greeting);
    await reconcileAll(engine, "apply", furtherAccounts(count));
    const created = (await requests()).length;
    await reconcileAll(engine, "apply", furtherAccounts(count));
    const inSync = (await requests(created)).length;
    return [
      figure("AWS calls per account: in sync", inSync / count, "≤", 4),
      figure("AWS calls per account: created", created / count, "≤", 7),
    ];
  });
}
