// SPDX-License-Identifier: Apache-2.0
import { mkdir } from 'node:fs/promises';
import type { LogTransport } from '@belfry/contract';
import type pg from 'pg';
import type { Logger } from 'pino';
import { systemActor } from '../../platform/authorization/actor.ts';
import type { Database } from '../../platform/database/database.ts';
import { hearChannel } from '../../platform/database/hear-channel.ts';
import type { Origin } from '../batch.ts';
import type { SourceRegistry } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { again, pause } from './again.ts';
import { plainAddress, unknownSenderId } from './sender-address.ts';
import { readSourceCopy, type SourceCopy, writeSourceCopy } from './source-copy.ts';
import { addUnknownSenders, noteTokensUsed, readKnownSources, type UnknownSender } from './source-store.ts';
import {
  type KnownSource,
  type KnownZone,
  type SourceTable,
  sourceTable,
  tokenHash,
} from './source-table.ts';

export interface RegistryParts {
  readonly database: Database;
  /** For a connection of its own, which hears of changes at once. */
  readonly connection: () => pg.ClientConfig;
  readonly logger: Logger;
  /** Where the copy is kept for starts without PostgreSQL: the directory of the journal. */
  readonly directory: string;
}

export interface OpenSourceRegistry extends SourceRegistry {
  /** The zones of sources, each from a moment on. */
  readonly zones: readonly KnownZone[];
  /** Hears when something changed. */
  onChanged(listener: () => void): void;
  /** Writes what waits and reads what changed, now. Never fails: what cannot be done is done later. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

const CHANNEL = 'belfry_log_sources';
const REREAD_MS = 30_000;
const RECONNECT_MS = 2_000;
const CONNECT_MS_MAX = 5_000;
/** How long a start waits for the database before it goes on with the copy. */
const FIRST_READ_MS_MAX = 3_000;
const actor = systemActor('logbook knows its sources');
/** Everybody beyond the bound of unknown senders. */
const OTHERS = 'others';

/** Opens the registry. It answers from memory; a database that is away makes it older, never silent. */
export async function openSourceRegistry(parts: RegistryParts): Promise<OpenSourceRegistry> {
  await mkdir(parts.directory, { recursive: true });
  const registry = new Registry(parts);
  await registry.start();
  return registry;
}

class Registry implements OpenSourceRegistry {
  readonly #parts: RegistryParts;
  readonly #stopping = new AbortController();
  #table: SourceTable = sourceTable({ sources: [], identities: [], zones: [] });
  #copy: SourceCopy = { sources: [], identities: [], zones: [], waiting: [] };
  /** Written to disk last, to write only what differs. */
  #written = '';
  /** Unknown senders without a row, by identifier. */
  readonly #waiting = new Map<string, UnknownSender>();
  /** Answers already given, by sender; emptied when the table changes, and when it is full. */
  readonly #answers = new Map<string, Origin>();
  readonly #listeners: (() => void)[] = [];
  /** Hashes of tokens that were used since the last write. */
  #used = new Set<string>();
  #renewing: Promise<void> | null = null;
  #loops: Promise<unknown>[] = [];

  constructor(parts: RegistryParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    try {
      this.#know((await readSourceCopy(this.#parts.directory)) ?? this.#copy);
    } catch (error) {
      // It is only a copy: everything in it is in the database, or is made again when a sender sends again.
      this.#parts.logger.warn({ err: error }, 'Cannot read the copy of the log sources: going on without it');
    }
    const { signal } = this.#stopping;
    await Promise.race([this.renew(), pause(FIRST_READ_MS_MAX, signal)]);
    this.#loops = [this.#listen(signal), again(REREAD_MS, signal, () => this.renew())];
  }

  byToken(token: string, transport: LogTransport, peer: string): Origin | null {
    const hash = tokenHash(token);
    const source = this.#table.byTokenHash(hash);
    if (source === null) return null;
    this.#used.add(hash);
    return originOf(source, transport, peer);
  }

  bySender(sender: Parameters<SourceRegistry['bySender']>[0]): Origin {
    const { address, certificate, port, transport } = sender;
    const key = `${transport} ${address} ${port} ${certificate?.fingerprint256 ?? ''}`;
    const answered = this.#answers.get(key);
    if (answered !== undefined) return answered;
    const plain = plainAddress(address);
    const source =
      (certificate === undefined ? null : this.#table.byCertificate(certificate)) ??
      this.#table.byAddress(plain) ??
      this.#unknown(plain);
    const peer = plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
    const origin = originOf(source, transport, peer);
    if (this.#answers.size >= logLimits.rememberedSendersMax) this.#answers.clear();
    this.#answers.set(key, origin);
    return origin;
  }

  get zones(): readonly KnownZone[] {
    return this.#copy.zones;
  }

  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await this.#renewing;
    await this.#keepCopy();
  }

  #unknown(address: string): KnownSource {
    const id = unknownSenderId(address);
    const row = this.#table.byId(id);
    if (row !== null) return row;
    const isFull = this.#table.unknownCount + this.#waiting.size >= logLimits.unknownSendersMax;
    if (isFull && !this.#waiting.has(id) && address !== OTHERS) return this.#unknown(OTHERS);
    if (!this.#waiting.has(id)) {
      this.#waiting.set(id, { id, name: address });
      // One write for all that come together, soon; the copy on disk keeps them when there is no database.
      void pause(logLimits.unknownSenderWaitMs, this.#stopping.signal).then(() => this.renew());
    }
    return { id, state: 'unknown', stream: 'technical', retentionClass: 'technical' };
  }

  async #renew(): Promise<void> {
    const waiting = [...this.#waiting.values()].slice(0, logLimits.unknownSendersAtOnceMax);
    const used = this.#used;
    this.#used = new Set();
    try {
      const known = await this.#parts.database.change(actor, async ({ now, sql }) => {
        if (waiting.length > 0) await addUnknownSenders(sql, now, waiting);
        if (used.size > 0) await noteTokensUsed(sql, now, [...used]);
        return readKnownSources(sql);
      });
      for (const { id } of waiting) this.#waiting.delete(id);
      this.#know({ ...known, waiting: [...this.#waiting.values()] });
    } catch (error) {
      this.#used = new Set([...used, ...this.#used]);
      this.#parts.logger.warn(
        { err: error },
        'Cannot read the log sources: going on with those known before',
      );
    }
    await this.#keepCopy();
  }

  #know(copy: SourceCopy): void {
    this.#copy = copy;
    this.#table = sourceTable(copy);
    for (const sender of copy.waiting) this.#waiting.set(sender.id, sender);
    this.#answers.clear();
    for (const listener of this.#listeners) listener();
  }

  async #keepCopy(): Promise<void> {
    const copy = { ...this.#copy, waiting: [...this.#waiting.values()] };
    const text = JSON.stringify(copy);
    if (text === this.#written) return;
    try {
      await writeSourceCopy(this.#parts.directory, copy);
      this.#written = text;
    } catch (error) {
      this.#parts.logger.warn({ err: error }, 'Cannot keep a copy of the log sources');
    }
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const hearing = {
      ...{ connection: this.#parts.connection, channel: CHANNEL, connectMsMax: CONNECT_MS_MAX },
      onHeard: () => void this.#renewAfter(),
    };
    while (!signal.aborted) {
      try {
        await hearChannel(hearing, signal);
      } catch {
        // `renew` says what is wrong with the database; here it is only tried again.
      }
      await pause(RECONNECT_MS, signal);
    }
  }

  /** A read that began before the notification may not have seen the change: it takes another one. */
  async #renewAfter(): Promise<void> {
    await this.#renewing;
    await this.renew();
  }
}

function originOf(source: KnownSource, transport: LogTransport, peer: string): Origin {
  return {
    sourceId: source.id,
    stream: source.stream,
    retentionClass: source.retentionClass,
    transport,
    peer,
  };
}
