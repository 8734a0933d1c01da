// A sandbox in a process of its own, so that what it costs is not taken for what its clients cost.
import { type SandboxOptions, startSandbox } from "#sandbox/start.ts";

const options: SandboxOptions = JSON.parse(process.argv[2] ?? "{}");
const sandbox = await startSandbox(options);

process.on("message", (start: number) => {
  process.send?.(sandbox.requests.since(start).map(({ service, action }) => ({ service, action })));
});
process.on("disconnect", () => process.exit());
process.send?.(sandbox.greeting);
