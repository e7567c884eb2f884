// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import type { LogTransport } from '@belfry/contract';
import type { Origin } from '../batch.ts';

/** Transports whose senders send again what was not acknowledged; the others send each line once. */
const resending: ReadonlySet<LogTransport> = new Set([
  'relp',
  'relp-tls',
  'otlp',
  'elastic',
  'hec',
  'loki',
  'journal',
  'ndjson',
]);

const WINDOW_US = 10 * 60_000_000;
/** Entries that are remembered, of all sources together: at 10,000 of a source, the window of 26 busy ones. */
const REMEMBERED_MAX = 262_144;

/** Entries that are forgotten are taken off the list in pieces of at least this many. */
const COMPACTED_AFTER = 4_096;

interface Seen {
  readonly key: string;
  readonly seq: number;
  readonly atUs: number;
}

/**
 * Notices entries that came before with the same bytes from the same source: a sender that lost an acknowledgement
 * sends again. They are kept and pointed out, because nobody can tell a repetition from a thing that happened twice.
 */
export class Duplicates {
  readonly #seen = new Map<string, Seen>();
  /**
   * The same in the order in which they came, from `#oldest` on. A map knows its order too, but looks for its first
   * member among all that were deleted before it.
   */
  #inOrder: Seen[] = [];
  #oldest = 0;

  /** @returns number of receipt of the first entry with these bytes; null when there is none */
  firstOf(entry: { seq: number; origin: Origin; raw: Uint8Array }, atUs: number): number | null {
    if (!resending.has(entry.origin.transport)) return null;
    const key = `${entry.origin.sourceId}${hash('sha256', entry.raw, 'binary')}`;
    const first = this.#seen.get(key);
    if (first !== undefined && Math.abs(atUs - first.atUs) <= WINDOW_US) return first.seq;
    const seen: Seen = { key, seq: entry.seq, atUs };
    this.#seen.set(key, seen);
    this.#inOrder.push(seen);
    this.#forget(atUs);
    return null;
  }

  #forget(atUs: number): void {
    for (;;) {
      const oldest = this.#inOrder[this.#oldest];
      if (oldest === undefined) break;
      if (this.#seen.size <= REMEMBERED_MAX && Math.abs(atUs - oldest.atUs) <= WINDOW_US) break;
      this.#oldest += 1;
      // One that came again after its window is remembered by its younger place.
      if (this.#seen.get(oldest.key) === oldest) this.#seen.delete(oldest.key);
    }
    if (this.#oldest < COMPACTED_AFTER || this.#oldest * 2 < this.#inOrder.length) return;
    this.#inOrder = this.#inOrder.slice(this.#oldest);
    this.#oldest = 0;
  }
}
