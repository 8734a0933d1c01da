import type { AccountResult } from "./account-result.ts";
import type { RunReport } from "./report-schema.ts";

/** Puts a report together piece by piece, one account a line: never all of it in memory as objects. */
export class ReportText {
  readonly #pieces: Buffer[] = [];

  add(results: readonly AccountResult[]): void {
    for (const result of results) this.#pieces.push(Buffer.from(JSON.stringify(result)));
  }

  /** The whole report, once everything else is known. */
  finish(head: Omit<RunReport, "accounts">): Uint8Array {
    const opening = `${JSON.stringify(head).slice(0, -1)},"accounts":[`;
    const lines = this.#pieces.flatMap((piece, index) => [Buffer.from(index === 0 ? "\n" : ",\n"), piece]);
    return Buffer.concat([Buffer.from(opening), ...lines, Buffer.from("\n]}\n")]);
  }
}
