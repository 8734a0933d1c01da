import type { Stack } from "../packaging/package-stack.ts";

/** What the demo and `npm run sandbox` deploy. */
export const stack: Stack = { config: "demo/assumable.yml", folder: ".build/sandbox" };
