// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { startWorker, type Timer } from '../../platform/jobs/index.ts';
import { OUTBOX_CHANNEL } from '../../platform/outbox/outbox.ts';
import type { LogHouse } from '../house.ts';
import type { OpenJournal } from '../journal/index.ts';
import { logLimits } from '../log-limits.ts';
import { again } from '../receive/again.ts';
import { recordIsSealed } from './record-is-sealed.ts';
import { serveRecord } from './record-routes.ts';
import { openRelayedRecord } from './relayed-record.ts';

export interface RelayParts extends Omit<LogHouse, 'journal'> {
  readonly journal: OpenJournal;
  readonly journalDir: string;
  readonly logDir: string;
  readonly keysDir: string;
  readonly connection: () => pg.ClientConfig;
  readonly timer: Timer;
}

/** Brings the record of the desk into the log, and tells where each entry of it is sealed. */
export function startRelay(app: FastifyInstance, parts: RelayParts): { stop(): Promise<void> } {
  const { connection, logger, timer } = parts;
  const relayed = openRelayedRecord(parts);
  const witnesses = parts.configuration.witnesses.map(({ vkey }) => vkey);
  serveRecord(app, { ...parts, relayed, witnesses });
  const worker = startWorker(recordIsSealed({ ...parts, relayed }), { timer, log: logger });
  const stopping = new AbortController();
  // A nudge that is lost costs a second: the worker looks by itself. While nobody can be heard, it does just that.
  const listening = again(logLimits.recordListenAgainMs, stopping.signal, () =>
    hear(connection, () => worker.nudge(), stopping.signal).catch(() => undefined),
  );
  return {
    stop: async () => {
      stopping.abort();
      await listening;
      await worker.stop();
    },
  };
}

/** Resolves when the connection ends. */
async function hear(
  connection: () => pg.ClientConfig,
  onRecorded: () => void,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({ ...connection(), connectionTimeoutMillis: logLimits.recordListenAgainMs });
  client.on('error', () => undefined);
  client.on('notification', onRecorded);
  await client.connect();
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  const end = () => void client.end().catch(() => undefined);
  signal.addEventListener('abort', end);
  try {
    if (signal.aborted) end();
    else await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
    onRecorded();
    await ended;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
