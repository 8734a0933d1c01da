import { packageStack } from "../../packaging/package-stack.ts";
import { stacks } from "./stacks.ts";

/** Packages every stack the tests deploy, as a user would. */
export function setup(): void {
  for (const stack of Object.values(stacks)) {
    const { ok, said } = packageStack(stack);
    if (!ok) throw new Error(`${stack.config} was not packaged:\n${said}`);
  }
}
