import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What an execution environment is asked to do. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly event: unknown;
  /** Milliseconds since the epoch, by the real clock. */
  readonly deadline: number;
}

export type FromEnvironment =
  | { readonly kind: "ready" }
  | {
      readonly kind: "result" | "error";
      readonly payload: string;
      /** Most that the process has held, in kB. */
      readonly memoryUsed: number;
    };

/** What an invocation came to, as Lambda answers it; payloads are JSON text. */
export interface InvocationResult {
  readonly payload: string;
  /** Set where the function threw, timed out or its process ended. */
  readonly functionError?: "Unhandled";
  /** Most memory the environment has held, in MB; 0 where its process was killed. */
  readonly memoryUsed: number;
}

interface EnvironmentSettings {
  readonly variables: Readonly<Record<string, string>>;
  /** MB. */
  readonly memorySize: number;
  /** When its credentials end, in milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly onLine: (line: string) => void;
}

const bootstrap = fileURLToPath(new URL("./bootstrap.ts", import.meta.url));

/** One execution environment: a process that keeps the bundle loaded and answers one invocation at a time. */
export class ExecutionEnvironment {
  readonly #process: ChildProcess;
  readonly #ready: Promise<FromEnvironment>;
  readonly expiresAt: number;
  #gone = false;

  constructor({ variables, memorySize, expiresAt, onLine }: EnvironmentSettings) {
    this.expiresAt = expiresAt;
    // Only the function's own variables: nothing of the host leaks in.
    this.#process = fork(bootstrap, {
      env: variables,
      execArgv: [`--max-old-space-size=${memorySize}`],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#process.once("exit", () => {
      this.#gone = true;
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) forwardLines(stream, onLine);
    this.#ready = this.#nextMessage();
  }

  /** Whether it can take a further invocation. */
  get isUsable(): boolean {
    return !this.#gone;
  }

  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const started = await this.#ready;
    if (started.kind !== "ready") {
      this.end();
      return { payload: started.payload, functionError: "Unhandled", memoryUsed: 0 };
    }
    const answered = this.#nextMessage();
    this.#process.send(invocation);
    const answer = await Promise.race([answered, timeout(invocation)]);
    if (answer.kind === "timed-out") this.end();
    if (answer.kind === "ready") return { payload: "null", functionError: "Unhandled", memoryUsed: 0 };
    const memoryUsed = Math.round(answer.memoryUsed / 1024);
    return answer.kind === "result"
      ? { payload: answer.payload, memoryUsed }
      : { payload: answer.payload, functionError: "Unhandled", memoryUsed };
  }

  end(): void {
    this.#gone = true;
    this.#process.kill("SIGKILL");
  }

  #nextMessage(): Promise<FromEnvironment> {
    return new Promise((resolve) => {
      const onExit = (code: number | null) => {
        const errorMessage = `Error: Runtime exited with error: exit status ${code ?? "unknown"}`;
        resolve({
          kind: "error",
          payload: JSON.stringify({ errorType: "Runtime.ExitError", errorMessage }),
          memoryUsed: 0,
        });
      };
      this.#process.once("exit", onExit);
      this.#process.once("message", (message: FromEnvironment) => {
        this.#process.off("exit", onExit);
        resolve(message);
      });
    });
  }
}

interface TimedOut {
  readonly kind: "timed-out";
  readonly payload: string;
  readonly memoryUsed: number;
}

async function timeout({ deadline, requestId }: Invocation): Promise<TimedOut> {
  const wait = Math.max(0, deadline - Date.now());
  await new Promise((resolve) => setTimeout(resolve, wait).unref());
  const errorMessage = `${new Date().toISOString()} ${requestId} Task timed out`;
  return { kind: "timed-out", payload: JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage }), memoryUsed: 0 };
}

function forwardLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}
