// SPDX-License-Identifier: Apache-2.0
import type { ClockState } from '@belfry/contract';

/** A reading of both clocks of a process, and what was known of the wall clock then. */
export interface ClockReading {
  /** Wall clock, microseconds since 1970. */
  readonly receivedUs: number;
  readonly monotonicNs: bigint;
  readonly clock: ClockState;
}

/** What a reading is worth. */
export interface Judged {
  /** `jumped` where the wall clock left the monotonic one behind and nobody agreed with it yet. */
  readonly clock: ClockState;
  /** The moment we go by: while a jump is not accepted, the time before it carried on by the monotonic clock. */
  readonly trustedUs: number;
  /** Seconds of a jump that begins with this reading; 0 when it ends with it; null otherwise. */
  readonly jumpSeconds: number | null;
}

/** A jump beyond this is noticed (LM-30); a leap second and a clock that is slewed stay below it. */
const JUMP_US_MIN = 2_000_000;
/** A changed wall clock that nobody compares is believed after so long. */
const HOLD_US = 10 * 60_000_000;

interface Anchor {
  readonly wallUs: number;
  readonly monotonicNs: bigint;
}

const microsecondsSince = (anchor: Anchor, monotonicNs: bigint) =>
  Number((monotonicNs - anchor.monotonicNs) / 1_000n);
const carried = (anchor: Anchor, monotonicNs: bigint) =>
  anchor.wallUs + microsecondsSince(anchor, monotonicNs);
/** Asked of each entry, and the answer changes once a year: the day that was asked last is kept. */
let keptDay = Number.NaN;
let keptYear = 0;
export function yearOf(microseconds: number): number {
  const day = Math.floor(microseconds / 86_400_000_000);
  if (day !== keptDay) {
    keptDay = day;
    keptYear = new Date(day * 86_400_000).getUTCFullYear();
  }
  return keptYear;
}

/**
 * Judges the wall clock by the monotonic one, so that a clock set to 1970 or ten years ahead does not open logs of years
 * that are not, nor make a time that was signed go back.
 */
export class ReceiveClock {
  #trusted: Anchor | null = null;
  /** A wall clock after a jump, since when it runs evenly. */
  #candidate: Anchor | null = null;
  #lastNs: bigint | null = null;
  /** The last moment the run before went by; exact where this reading is known to follow it. */
  #before: { readonly us: number; readonly isExact: boolean } | null;

  /** @param beforeUs a moment of the run before, about where this one begins */
  constructor(beforeUs: number | null) {
    this.#before = beforeUs === null ? null : { us: beforeUs, isExact: false };
  }

  judge(reading: ClockReading): Judged {
    const { monotonicNs } = reading;
    if (this.#lastNs !== null && monotonicNs < this.#lastNs) this.#beginAnew(this.#lastNs);
    this.#lastNs = monotonicNs;
    if (this.#trusted === null) return this.#first(reading);
    const expected = carried(this.#trusted, monotonicNs);
    const isEven = Math.abs(reading.receivedUs - expected) <= JUMP_US_MIN;
    if (isEven || reading.clock === 'synchronised') {
      return this.#accept(reading, isEven ? null : (reading.receivedUs - expected) / 1_000_000);
    }
    return this.#doubt(reading, expected);
  }

  /** The machine began anew, and its monotonic clock with it: only that time went on is known. */
  #beginAnew(lastNs: bigint): void {
    if (this.#trusted !== null) this.#before = { us: carried(this.#trusted, lastNs), isExact: true };
    this.#trusted = null;
    this.#candidate = null;
  }

  /** Nothing to compare with but the run before: a restart may take long, but it stays in its year and goes ahead. */
  #first(reading: ClockReading): Judged {
    const before = this.#before;
    const { monotonicNs, receivedUs } = reading;
    const isLikely =
      before === null ||
      (yearOf(receivedUs) === yearOf(before.us) &&
        (!before.isExact || receivedUs >= before.us - JUMP_US_MIN));
    if (isLikely || reading.clock === 'synchronised') return this.#accept(reading, null);
    this.#trusted = { wallUs: before.us, monotonicNs };
    return this.#doubt(reading, before.us);
  }

  #accept(reading: ClockReading, jumpSeconds: number | null): Judged {
    const ended = this.#candidate !== null;
    this.#trusted = { wallUs: reading.receivedUs, monotonicNs: reading.monotonicNs };
    this.#candidate = null;
    return {
      clock: reading.clock,
      trustedUs: reading.receivedUs,
      jumpSeconds: jumpSeconds ?? (ended ? 0 : null),
    };
  }

  #doubt(reading: ClockReading, expected: number): Judged {
    const { monotonicNs, receivedUs } = reading;
    const candidate = this.#candidate;
    if (candidate === null || Math.abs(receivedUs - carried(candidate, monotonicNs)) > JUMP_US_MIN) {
      this.#candidate = { wallUs: receivedUs, monotonicNs };
      return { clock: 'jumped', trustedUs: expected, jumpSeconds: (receivedUs - expected) / 1_000_000 };
    }
    if (microsecondsSince(candidate, monotonicNs) >= HOLD_US) return this.#accept(reading, null);
    return { clock: 'jumped', trustedUs: expected, jumpSeconds: null };
  }
}
