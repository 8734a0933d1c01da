import { command } from "../command.ts";
import { type Figure, figure, reported } from "../figure.ts";
import { withSandbox } from "../sandbox.ts";

/** The most memory `plan` takes, by the number of accounts; and `apply` with every role to be made. */
export async function memory(): Promise<readonly Figure[]> {
  const [few, many] = [await peakOf(1_000, "plan"), await peakOf(50_000, "plan")];
  const [small, large] = [await peakOf(200, "apply", "--yes"), await peakOf(2_000, "apply", "--yes")];
  return [
    figure("plan: peak memory, 50,000 accounts ÷ 1,000 accounts", many / few, "≤", 1.5),
    reported("plan: peak memory, 50,000 accounts, in MiB", many),
    figure("apply: peak memory, 2,000 accounts − 200 accounts, in MiB", large - small, "≤", 64),
  ];
}

function peakOf(accounts: number, ...words: readonly string[]): Promise<number> {
  return withSandbox({ furtherAccounts: accounts }, () => command(...words));
}
