// SPDX-License-Identifier: Apache-2.0
import type { Batch } from '../../batch.ts';
import type { ServeIngest } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import type { BodyBounds } from '../http/body.ts';
import { EntryPile } from '../http/packing.ts';
import { isRefused, type Refused, refused } from '../http/refused.ts';
import { type Answer, type Dialect, receiving, type Visit, type Work } from '../http/visit.ts';
import { JournalSplitter } from './journal-export.ts';

const plain = { 'content-type': 'text/plain; charset=utf-8' };

const dialect: Dialect = {
  transport: 'journal',
  refusal: ({ message, status }) => ({
    status,
    headers: status === 401 ? { ...plain, 'www-authenticate': 'Basic realm="logbook"' } : plain,
    body: `${message}\n`,
  }),
};

/** An upload lasts as long as there are entries; only its silence is bounded. */
const bounds: BodyBounds = {
  sentBytesMax: Number.MAX_SAFE_INTEGER,
  decodedBytesMax: Number.MAX_SAFE_INTEGER,
  msMax: null,
  idleMsMax: logLimits.uploadIdleMsMax,
};

/**
 * systemd-journal-upload. Entries go to the journal while they come, the answer at the end says that all of them are
 * on disk: then the client moves its cursor. When it does not come, the client sends everything since the cursor
 * again, and what was taken before is marked as a duplicate when it is sealed.
 */
export const serveJournal: ServeIngest = (app, house) => {
  const work: Work = async (visit) => {
    const pile = new EntryPile();
    const splitter = new JournalSplitter(pile);
    const unsynced = new Unsynced(visit);
    for await (const chunk of visit.chunks(bounds)) {
      if (isRefused(chunk)) return await unsynced.afterAll(chunk);
      if (!splitter.push(chunk)) {
        return await unsynced.afterAll(refused('undecodable', 'This is not the Journal Export Format.'));
      }
      const refusal = await unsynced.add(pile.packed(visit.origin));
      if (refusal !== null) return refusal;
    }
    splitter.end();
    const refusal = (await unsynced.add(pile.packed(visit.origin))) ?? (await unsynced.afterAll(null));
    return refusal ?? accepted;
  };
  app.post('/ingest/journal/upload', receiving(house, dialect, work));
};

const accepted: Answer = { status: 202, headers: plain, body: 'OK.\n' };

/** What an upload handed over and is not on disk yet; reading stops while it is much. */
class Unsynced {
  readonly #keep: Visit['keep'];
  readonly #waiting = new Set<Promise<void>>();
  #bytes = 0;
  #refusal: Refused | null = null;
  #failure: unknown = null;

  constructor({ keep }: Visit) {
    this.#keep = keep;
  }

  async add(batches: readonly Batch[]): Promise<Refused | null> {
    if (batches.length === 0) return this.#refusal;
    const bytes = batches.reduce((sum, batch) => sum + batch.bytes.length, 0);
    this.#bytes += bytes;
    const kept = this.#keep(batches).then(
      (result) => {
        if (isRefused(result)) this.#refusal = result;
      },
      (error: unknown) => {
        this.#failure = error;
      },
    );
    this.#waiting.add(kept);
    void kept.then(() => {
      this.#bytes -= bytes;
      this.#waiting.delete(kept);
    });
    while (this.#bytes > logLimits.uploadUnsyncedBytesMax) await Promise.race(this.#waiting);
    if (this.#failure !== null) throw this.#failure;
    return this.#refusal;
  }

  /** Waits for all of it. @returns what was refused, or the answer given */
  async afterAll<T extends Refused | null>(otherwise: T): Promise<Refused | T> {
    await Promise.all(this.#waiting);
    if (this.#failure !== null) throw this.#failure;
    return this.#refusal ?? otherwise;
  }
}
