// SPDX-License-Identifier: Apache-2.0
import type { JournalEntry } from '../batch.ts';
import { logLimits } from '../log-limits.ts';
import type { ReadState } from '../normal-form/index.ts';

/** How entries of a source could be read, since it was told last. */
export interface SourceRead {
  readonly id: string;
  /** Entries nobody could read at all. */
  readonly notRead: number;
  /** The sender's times minus ours in milliseconds, of the first entries that state a zone. */
  readonly offsetsMs: readonly number[];
}

/** Counts what sealing reads anyway: whether it could, and how far the clocks of senders are off. */
export class ReadTally {
  #sources = new Map<string, { notRead: number; offsetsMs: number[] }>();

  note({ origin, receivedUs }: JournalEntry, { parse, time, timeQuality }: ReadState): void {
    if (origin.stream === 'desk') return;
    let source = this.#sources.get(origin.sourceId);
    if (source === undefined) {
      source = { notRead: 0, offsetsMs: [] };
      this.#sources.set(origin.sourceId, source);
    }
    if (parse === 'raw') source.notRead += 1;
    if (time !== null && timeQuality === 'stated' && source.offsetsMs.length < logLimits.clockOffsetsMax) {
      source.offsetsMs.push((time - receivedUs) / 1_000);
    }
  }

  /** What was counted; it begins anew. */
  take(): SourceRead[] {
    const taken = [...this.#sources].map(([id, { notRead, offsetsMs }]) => ({ id, notRead, offsetsMs }));
    this.#sources = new Map();
    return taken;
  }
}
