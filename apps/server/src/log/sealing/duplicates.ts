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
  /** The connection it came on last, and its copies there. */
  connection: string;
  here: number;
  /** Of these, the ones of the window before: they may still be sent again. */
  readonly carried: number;
  /** Copies on other connections of this window. */
  others: Map<string, number> | null;
  /** The most copies that came on one of them: so often it happened. */
  most: number;
}

/** Connections of one line that are told apart; the oldest beyond are remembered by `most` alone. */
const CONNECTIONS_MAX = 8;

/** What was not acknowledged comes first on the next connection. After so many new lines there nothing is sent again. */
const NEW_LINES_MAX = 100;
/** Connections whose new lines are counted; one that is forgotten begins anew. */
const CONNECTIONS_COUNTED_MAX = 4_096;

/**
 * Notices entries that were sent again: a sender that lost an acknowledgement sends the same bytes on its next
 * connection (RELP) or in its next request (HTTP), as many times as before. So bytes that repeat on one connection
 * happened again, and on the next one what goes beyond the copies of an earlier one did too. Entries sent again are
 * kept and pointed out, because over several connections nobody can tell a repetition from a thing that happened twice.
 */
export class Duplicates {
  readonly #seen = new Map<string, Seen>();
  /**
   * The same in the order in which they came, from `#oldest` on. A map knows its order too, but looks for its first
   * member among all that were deleted before it.
   */
  #inOrder: Seen[] = [];
  #oldest = 0;
  /** Lines on each RELP connection that no earlier one carried; the one that was used longest ago comes first. */
  readonly #newLines = new Map<string, { count: number }>();
  #origin: Origin | null = null;
  #originUs = 0;
  #connection = '';
  /** Of the connection with its source. */
  #name = '';
  #news = { count: 0 };

  /** @returns number of receipt of the first entry with these bytes, when this one was sent again; null when not */
  firstOf(entry: { seq: number; origin: Origin; raw: Uint8Array }, atUs: number): number | null {
    if (!resending.has(entry.origin.transport)) return null;
    const key = `${entry.origin.sourceId}${hash('sha256', entry.raw, 'binary')}`;
    this.#meet(entry.origin, atUs);
    const connection = this.#connection;
    const first = this.#seen.get(key);
    if (first !== undefined && Math.abs(atUs - first.atUs) <= WINDOW_US) {
      if (countsAgain(first, connection) && this.#news.count < NEW_LINES_MAX) return first.seq;
      this.#news.count += 1;
      return null;
    }
    this.#news.count += 1;
    const carried = first?.connection === connection ? first.here - first.carried : 0;
    const seen: Seen = {
      ...{ key, seq: entry.seq, atUs, connection, here: carried + 1, carried },
      ...{ others: null, most: 0 },
    };
    this.#seen.set(key, seen);
    this.#inOrder.push(seen);
    this.#forget(atUs);
    return null;
  }

  /** Entries of one frame share their origin: the connection is looked up once for them. */
  #meet(origin: Origin, atUs: number): void {
    if (origin === this.#origin && atUs === this.#originUs) return;
    this.#origin = origin;
    this.#originUs = atUs;
    this.#connection = connectionOf(origin, atUs);
    const name = `${origin.sourceId} ${this.#connection}`;
    if (name === this.#name) return;
    this.#name = name;
    this.#news = this.#newLines.get(name) ?? { count: 0 };
    // A request is never met again: kept here, requests would push out connections that last.
    if (overHttp.has(origin.transport)) return;
    this.#newLines.delete(name);
    this.#newLines.set(name, this.#news);
    if (this.#newLines.size <= CONNECTIONS_COUNTED_MAX) return;
    for (const [oldest] of this.#newLines) {
      this.#newLines.delete(oldest);
      break;
    }
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

const overHttp: ReadonlySet<LogTransport> = new Set(['otlp', 'elastic', 'hec', 'loki', 'journal', 'ndjson']);

/**
 * What a sender begins anew before it sends again: its RELP connection, known by address and port, or its request. A
 * request is handed over at one moment; behind a proxy its port is lost, and a connection may carry many.
 */
function connectionOf({ peer, transport }: Origin, atUs: number): string {
  return overHttp.has(transport) ? `${peer} ${atUs}` : peer;
}

/** Counts one more copy. @returns whether an earlier connection carried as many */
function countsAgain(seen: Seen, connection: string): boolean {
  if (seen.connection !== connection) {
    seen.others ??= new Map();
    seen.most = Math.max(seen.most, seen.here);
    seen.others.delete(seen.connection);
    seen.others.set(seen.connection, seen.here);
    seen.here = seen.others.get(connection) ?? 0;
    seen.connection = connection;
    if (seen.others.size > CONNECTIONS_MAX) {
      for (const [oldest] of seen.others) {
        seen.others.delete(oldest);
        break;
      }
    }
  }
  seen.here += 1;
  return seen.here <= seen.most;
}
