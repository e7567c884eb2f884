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

interface Seen {
  readonly seq: number;
  readonly atUs: number;
}

/**
 * Notices entries that came before with the same bytes from the same source: a sender that lost an acknowledgement
 * sends again. They are kept and pointed out, because nobody can tell a repetition from a thing that happened twice.
 */
export class Duplicates {
  /** In the order in which they came. */
  readonly #seen = new Map<string, Seen>();

  /** @returns number of receipt of the first entry with these bytes; null when there is none */
  firstOf(entry: { seq: number; origin: Origin; raw: Uint8Array }, atUs: number): number | null {
    if (!resending.has(entry.origin.transport)) return null;
    const key = `${entry.origin.sourceId}${hash('sha256', entry.raw, 'binary')}`;
    const first = this.#seen.get(key);
    if (first !== undefined && Math.abs(atUs - first.atUs) <= WINDOW_US) return first.seq;
    // Set anew so that it stands at the end, where the youngest are.
    this.#seen.delete(key);
    this.#seen.set(key, { seq: entry.seq, atUs });
    this.#forget(atUs);
    return null;
  }

  #forget(atUs: number): void {
    for (const [key, { atUs: seenUs }] of this.#seen) {
      if (this.#seen.size <= REMEMBERED_MAX && Math.abs(atUs - seenUs) <= WINDOW_US) return;
      this.#seen.delete(key);
    }
  }
}
