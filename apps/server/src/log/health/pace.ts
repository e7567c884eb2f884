// SPDX-License-Identifier: Apache-2.0

/** A look at how far everything is; time by the monotonic clock. */
export interface PaceLook {
  readonly atMs: number;
  readonly receivedSeq: number;
  readonly receivedBytes: number;
  readonly sealedSeq: number;
  readonly freeBytes: number;
}

const RATE_LOOKS = 60;
const WAITING_MAX = 3_600;
const DISK_EVERY_MS = 60_000;
const DISK_LOOKS = 1_440;
/** A trend needs some time before it is one. */
const DISK_TREND_MS_MIN = 10 * 60_000;
const DAY_MS = 86_400_000;

/** Tells from looks at counters how fast entries come, how long they wait for their seal, and how the disk shrinks. */
export class Pace {
  #looks: PaceLook[] = [];
  #waiting: { seq: number; readonly sinceMs: number }[] = [];
  #disk: { readonly atMs: number; readonly freeBytes: number }[] = [];
  /** How long what was sealed last had waited at most. */
  #lastDelayMs = 0;

  look(look: PaceLook): void {
    const seen = this.#looks.at(-1)?.receivedSeq ?? 0;
    this.#looks.push(look);
    if (this.#looks.length > RATE_LOOKS + 1) this.#looks.shift();
    if (look.receivedSeq > seen) this.#wait(look);
    for (let first = this.#waiting[0]; first !== undefined && first.seq <= look.sealedSeq; ) {
      this.#lastDelayMs = look.atMs - first.sinceMs;
      this.#waiting.shift();
      first = this.#waiting[0];
    }
    const lastDisk = this.#disk.at(-1);
    if (lastDisk === undefined || look.atMs - lastDisk.atMs >= DISK_EVERY_MS) {
      this.#disk.push({ atMs: look.atMs, freeBytes: look.freeBytes });
      if (this.#disk.length > DISK_LOOKS) this.#disk.shift();
    }
  }

  #wait({ atMs, receivedSeq }: PaceLook): void {
    const last = this.#waiting.at(-1);
    // Bounded: what waits for an hour is known to wait, not since which second.
    if (last !== undefined && this.#waiting.length >= WAITING_MAX) last.seq = receivedSeq;
    else this.#waiting.push({ seq: receivedSeq, sinceMs: atMs });
  }

  /** How long the oldest entry waits for its seal; 0 when none does. */
  waitingMs(nowMs: number): number {
    const [first] = this.#waiting;
    return first === undefined ? 0 : Math.max(0, nowMs - first.sinceMs);
  }

  /** What is worse: how long the oldest waits, or how long those sealed last have waited. */
  sealDelayMs(nowMs: number): number {
    return Math.max(this.waitingMs(nowMs), this.#lastDelayMs);
  }

  get perSecond(): { readonly entries: number; readonly bytes: number } {
    const first = this.#looks[0];
    const last = this.#looks.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return { entries: 0, bytes: 0 };
    const seconds = (last.atMs - first.atMs) / 1_000;
    return {
      entries: (last.receivedSeq - first.receivedSeq) / seconds,
      bytes: (last.receivedBytes - first.receivedBytes) / seconds,
    };
  }

  /** Days until only so many bytes are free, at the rate of the last day; null while it does not shrink, or nobody knows. */
  daysLeft(freeBytes: number, closedBytes: number, nowMs: number): number | null {
    const [first] = this.#disk;
    if (first === undefined || nowMs - first.atMs < DISK_TREND_MS_MIN) return null;
    const lostPerMs = (first.freeBytes - freeBytes) / (nowMs - first.atMs);
    if (lostPerMs <= 0) return null;
    return Math.max(0, (freeBytes - closedBytes) / lostPerMs / DAY_MS);
  }
}
