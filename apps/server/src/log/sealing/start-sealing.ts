// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { RetentionClass } from '@belfry/contract';
import type pg from 'pg';
import type { Batch } from '../batch.ts';
import type { LogHouse } from '../house.ts';
import { type OpenJournal, releaseJournal } from '../journal/index.ts';
import { logLimits } from '../log-limits.ts';
import { openLogFiles } from './log-files.ts';
import type { SourceRead } from './read-tally.ts';
import { tellRotations } from './rotation-record.ts';
import type { FromSealing, SealingOrders, ToSealing } from './sealing-messages.ts';

/** Belfry as a source: the same in every house. Its entries are of stream `desk`, so nobody finds them by searching. */
const SEALING_SOURCE_ID = '00000000-0000-8000-8000-7365616c0000';

/** An entry that seals silence: without one, a log that was cut off looks like one to which nothing came. */
const heartbeat = Buffer.from('{"event":"heartbeat"}');

/** An entry of our own. */
function ownEntry(retentionClass: RetentionClass, bytes: Buffer): Batch {
  return {
    origin: {
      sourceId: SEALING_SOURCE_ID,
      stream: 'desk',
      retentionClass,
      transport: 'outbox',
      peer: 'sealing',
    },
    bytes,
    bounds: [0, bytes.length],
  };
}

/** A checkpoint that was published. */
export interface Published {
  readonly log: string;
  readonly size: number;
  /** The signed note, byte for byte. */
  readonly content: string;
}

export interface SealingState {
  /** Every entry to this number of receipt is sealed and covered by a checkpoint. */
  readonly sealedSeq: number;
  /** When the last checkpoint of any log was published; null before the first since the start. */
  readonly publishedAt: Date | null;
  /** The newest checkpoint of each log that was published since the start. */
  readonly logs: readonly Published[];
}

export interface Sealing {
  readonly state: SealingState;
  /** Hears of each checkpoint once it is published. @returns stops telling */
  onPublished(listener: (published: Published) => void): () => void;
  /** Puts a checkpoint with more cosignatures in the place of the same one, while it is the newest. */
  cosigned(checkpoint: Published): void;
  /** Publishes what was taken, then ends. */
  stop(): Promise<void>;
}

export interface SealingParts extends Pick<LogHouse, 'alarms' | 'clock' | 'logger'> {
  readonly journal: OpenJournal;
  readonly journalDir: string;
  readonly logDir: string;
  readonly keysDir: string;
  readonly origin: string;
  readonly connection: () => pg.ClientConfig;
  /** What it waits for before it begins: what waits in the journal may keep a processor busy for minutes. */
  readonly after: Promise<void>;
  /** Hears how entries of each source could be read. */
  readonly onRead?: (sources: readonly SourceRead[]) => void;
  /** The disk did not keep what it was told to: the process has to end. */
  readonly onFailed: (failure: Error) => void;
}

/**
 * Runs the sealing thread and starts it again when it fails: where it goes on stands in the logs themselves. The
 * journal goes on meanwhile.
 */
export function startSealing(parts: SealingParts): Sealing {
  const sealing = new SealingThread(parts);
  void parts.after.then(() => sealing.start());
  return sealing;
}

class SealingThread implements Sealing {
  readonly #parts: SealingParts;
  readonly #listeners = new Set<(published: Published) => void>();
  readonly #logs = new Map<string, Published>();
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  readonly #stopped = new AbortController();
  #sealedSeq = 0;
  #publishedAt: Date | null = null;
  #releasing: Promise<unknown> | null = null;
  #telling: Promise<unknown> | null = null;

  constructor(parts: SealingParts) {
    this.#parts = parts;
  }

  get state(): SealingState {
    return { sealedSeq: this.#sealedSeq, publishedAt: this.#publishedAt, logs: [...this.#logs.values()] };
  }

  onPublished(listener: (published: Published) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  cosigned({ content, log, size }: Published): void {
    this.#post({ kind: 'cosigned', log, size, content });
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#post({ kind: 'stop' });
    await this.#ended;
    await this.#releasing;
    await this.#telling;
  }

  /** Rotations of the signing key become entries of the audit log. Looked for at each checkpoint, tried again at the next. */
  #tellRotations(): void {
    const { journal, keysDir, logger } = this.#parts;
    this.#telling ??= tellRotations(openLogFiles(keysDir), (entry) =>
      journal.append(ownEntry('audit', entry)),
    )
      .catch((error: unknown) => logger.warn({ err: error }, 'Cannot record the rotation of the signing key'))
      .finally(() => {
        this.#telling = null;
      });
  }

  start(): void {
    if (this.#stopped.signal.aborted) return;
    const { connection, journal, journalDir, keysDir, logDir, origin } = this.#parts;
    const orders: SealingOrders = {
      ...{ journalDir, keysDir, logDir, origin },
      connection: connection(),
      progress: journal.progress,
    };
    const worker = new Worker(new URL('./sealing-worker.ts', import.meta.url), { workerData: orders });
    this.#worker = worker;
    worker.on('message', (news: FromSealing) => this.#hear(news));
    // What the thread could not say itself: it ran out of memory, or has a mistake.
    worker.on('error', (error: unknown) => {
      const isError = error instanceof Error;
      this.#fail(isError ? error.message : String(error), isError ? (error.stack ?? '') : '');
    });
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    void this.#ended.then(() => this.#again());
  }

  async #again(): Promise<void> {
    this.#worker = null;
    const { signal } = this.#stopped;
    await delay(logLimits.sealingAgainMs, undefined, { signal }).catch(() => undefined);
    this.start();
  }

  #post(message: ToSealing): void {
    this.#worker?.postMessage(message);
  }

  #hear(news: FromSealing): void {
    const { alarms, journal, onFailed } = this.#parts;
    switch (news.kind) {
      case 'published':
        this.#publish(news, news.sealedSeq);
        return;
      case 'alarm':
        if (news.facts === null) alarms.clear(news.alarm, news.subject);
        else alarms.raise(news.alarm, news.subject, news.facts);
        return;
      case 'silent':
        // A journal that is closed or full says so by itself.
        journal.append(ownEntry(news.retentionClass, heartbeat)).catch(() => undefined);
        return;
      case 'read':
        this.#parts.onRead?.(news.sources);
        return;
      case 'opened':
        alarms.clear('no_checkpoint', 'sealing');
        for (const log of news.logs) {
          alarms.clear('rollback', log);
          alarms.clear('verification_failed', log);
        }
        return;
      case 'failed':
        this.#fail(news.message, news.stack);
        if (news.isFatal) onFailed(new Error(news.message));
    }
  }

  #fail(message: string, stack: string): void {
    this.#parts.logger.error(
      { code: 'log.sealing_failed', stack },
      `Sealing stopped and is started again: ${message}`,
    );
    this.#parts.alarms.raise('no_checkpoint', 'sealing', { detail: message });
  }

  #publish({ content, log, size }: Published, sealedSeq: number): void {
    const published = { content, log, size };
    this.#logs.set(log, published);
    this.#publishedAt = this.#parts.clock.now();
    this.#sealedSeq = Math.max(this.#sealedSeq, sealedSeq);
    for (const listener of this.#listeners) listener(published);
    this.#tellRotations();
    this.#releasing ??= releaseJournal(this.#parts.journalDir, this.#sealedSeq)
      .catch((error: unknown) => this.#parts.logger.warn({ err: error }, 'Cannot release the journal'))
      .finally(() => {
        this.#releasing = null;
      });
  }
}
