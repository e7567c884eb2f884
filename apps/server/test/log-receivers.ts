// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fastify } from 'fastify';
import { pino } from 'pino';
import type { Appended, Batch, Origin } from '../src/log/batch.ts';
import type { LogHouse, ServeIngest } from '../src/log/house.ts';
import { type Clock, systemClock, systemIds } from '../src/platform/clock/clock.ts';
import { readConfiguration } from '../src/platform/configuration/configuration.ts';

export const TOKEN = 'test-token-of-a-source';
export const SOURCE_ID = '01890000-0000-7000-8000-000000000001';

/** An entry as a receiver handed it over. */
export interface HandedOver {
  readonly origin: Origin;
  readonly raw: Buffer;
  readonly text: string;
  readonly cut: number | null;
}

export interface TestReceivers {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** What is durable: filled only when an append is answered. */
  readonly entries: HandedOver[];
  readonly refused: Map<string, number>;
  readonly journal: { isOpen: boolean; hold: Promise<void>; failure: Error | null };
  post(path: string, body: Buffer | string, headers?: Record<string, string>): Promise<Response>;
}

/** Receivers on a real socket, before a journal in memory that a test closes, holds or breaks. */
export async function openReceivers(
  t: TestContext,
  serves: readonly ServeIngest[],
  options: { readonly clock?: Clock; readonly dataDir?: string } = {},
): Promise<TestReceivers> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'belfry-receivers-')));
  const entries: HandedOver[] = [];
  const refused = new Map<string, number>();
  const journal = { isOpen: true, hold: Promise.resolve(), failure: null as Error | null };
  let seq = 0;
  const append = async (batch: Batch): Promise<Appended> => {
    const count = batch.bounds.length / 2;
    const firstSeq = seq;
    seq += count;
    await journal.hold;
    if (journal.failure !== null) throw journal.failure;
    for (let at = 0; at < count; at++) {
      const raw = Buffer.from(batch.bytes.subarray(batch.bounds[2 * at], batch.bounds[2 * at + 1]));
      entries.push({
        origin: batch.origin,
        raw,
        text: raw.toString('utf8'),
        cut: batch.cut?.get(at) ?? null,
      });
    }
    return { firstSeq, count };
  };
  const house: LogHouse = {
    configuration: readConfiguration({ args: ['--data', dataDir], environment: {} }),
    get database(): never {
      throw new Error('a receiver asks no database');
    },
    clock: options.clock ?? systemClock,
    ids: systemIds,
    logger: pino({ level: 'silent' }),
    journal: {
      append,
      get isOpen() {
        return journal.isOpen;
      },
      whenOpen: async () => {},
    },
    sources: {
      byToken: (token, transport, peer) =>
        token === TOKEN
          ? { sourceId: SOURCE_ID, stream: 'technical', retentionClass: 'technical', transport, peer }
          : null,
      bySender: () => {
        throw new Error('who has a token is known by it');
      },
    },
    counts: {
      refused: (receiver, reason, count = 1) => {
        refused.set(`${receiver} ${reason}`, (refused.get(`${receiver} ${reason}`) ?? 0) + count);
      },
      received: () => {},
    },
    alarms: { raise: () => {}, clear: () => {} },
  };
  const app = fastify({ forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const serve of serves) serve(app, house);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => {
    await app.close();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  const post = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    });
  return { url, port: Number(new URL(url).port), dataDir, entries, refused, journal, post };
}
