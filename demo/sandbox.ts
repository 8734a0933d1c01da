// `npm run sandbox`: packages the demo's stack, then becomes the sandbox.
import { packageStack } from "../packaging/package-stack.ts";
import { stack } from "./stack.ts";

/** Milliseconds between two looks at whether npm is still there. */
const lookEvery = 300;

/** npm hands a signal to the shell it starts scripts with, and that shell ends without handing it on. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, lookEvery).unref();
}

const { ok, said } = packageStack(stack);
if (ok) {
  endWithParent();
  await import("#sandbox/main.ts");
} else {
  console.error(said);
  process.exitCode = 1;
}
