import { clearLine, cursorTo } from "node:readline";

/** Milliseconds between two drawings. */
const drawEvery = 100;

/** Characters. */
const barWidth = 20;

/** One line on stderr with how far a pass is. Listing goes on meanwhile, so the total grows until it is known. */
export class Progress {
  readonly #startedAt = Date.now();
  readonly #isDrawn: boolean;
  #listed = 0;
  #isWhole = false;
  #done = 0;
  #drawnAt = 0;

  constructor(isDrawn: boolean) {
    this.#isDrawn = isDrawn;
  }

  listed(): void {
    this.#listed += 1;
    this.#draw();
  }

  /** Every account has been listed. */
  whole(): void {
    this.#isWhole = true;
  }

  done(): void {
    this.#done += 1;
    this.#draw();
  }

  /** Makes room for a line of data, or for the end. */
  clear(): void {
    if (!this.#isDrawn) return;
    clearLine(process.stderr, 0);
    cursorTo(process.stderr, 0);
    this.#drawnAt = 0;
  }

  #draw(): void {
    if (!this.#isDrawn || Date.now() - this.#drawnAt < drawEvery) return;
    this.clear();
    this.#drawnAt = Date.now();
    process.stderr.write(progressText(this.#done, this.#listed, this.#isWhole, Date.now() - this.#startedAt));
  }
}

/** `time` in milliseconds since the beginning. */
export function progressText(done: number, listed: number, isWhole: boolean, time: number): string {
  const rate = time === 0 ? 0 : (done / time) * 1000;
  const total = isWhole ? `${listed}` : `${listed} listed so far`;
  const left = isWhole && rate > 0 ? `, ${durationText((listed - done) / rate)} left` : "";
  return `${barText(done, listed, isWhole)} ${done} of ${total}, ${rate.toFixed(rate < 10 ? 1 : 0)} a second${left}`;
}

/** Empty until it is known how many accounts there are. */
function barText(done: number, listed: number, isWhole: boolean): string {
  const filled = isWhole && listed > 0 ? Math.floor((done / listed) * barWidth) : 0;
  return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
}

function durationText(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`;
}
