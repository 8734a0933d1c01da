import { terminal } from "./terminal.ts";

/** Exit code of a process that was ended by SIGINT. */
const endedBySigint = 130;

/** Aborted by the first Ctrl-C; the second ends the process at once. */
export function interruption(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(endedBySigint);
    controller.abort();
    onFirst();
    terminal.tell("Finishing what was begun. Ctrl-C again ends at once.");
  });
  return controller.signal;
}
