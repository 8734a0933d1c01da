/** One request as it was answered. */
export interface RequestRecord {
  service: string;
  action: string;
  /** Account of the caller. */
  accountId: string;
  callerArn: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** AWS's error code; empty where it succeeded. */
  code: string;
}

/** Every request the sandbox has answered, in order. */
export class RequestLog {
  readonly #records: RequestRecord[] = [];

  add(record: RequestRecord): void {
    this.#records.push(record);
  }

  /** Requests answered since `start`, an index as `length` gave it. */
  since(start = 0): readonly RequestRecord[] {
    return this.#records.slice(start);
  }

  get length(): number {
    return this.#records.length;
  }
}

/** Whether a request changes anything in IAM. */
export function isIamWrite(request: Pick<RequestRecord, "service" | "action">): boolean {
  return request.service === "iam" && isWrite(request);
}

/** Whether a request changes anything, by the names AWS gives its actions. */
export function isWrite({ action }: Pick<RequestRecord, "action">): boolean {
  return !/^(Get|Head|List|Describe|AssumeRole$|Receive|Invoke$)/.test(action);
}
