import type { Stack } from "../packaging/package-stack.ts";

/** What the demo and `npm run sandbox` deploy. */
export const stack: Stack = { config: "demo/assumable.yml", folder: ".build/sandbox" };

/** The demo's second stack, whose source policy lists every account. */
export const listedAccounts: Stack = { config: "demo/listed-accounts.yml", folder: ".build/listed-accounts" };
