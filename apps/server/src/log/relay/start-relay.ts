// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { hearChannel } from '../../platform/database/hear-channel.ts';
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
  const hearing = {
    ...{ connection, channel: OUTBOX_CHANNEL, connectMsMax: logLimits.recordListenAgainMs },
    onHeard: () => worker.nudge(),
  };
  const listening = again(logLimits.recordListenAgainMs, stopping.signal, () =>
    hearChannel(hearing, stopping.signal).catch(() => undefined),
  );
  return {
    stop: async () => {
      stopping.abort();
      await listening;
      await worker.stop();
    },
  };
}
