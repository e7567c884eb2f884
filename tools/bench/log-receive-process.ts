// SPDX-License-Identifier: Apache-2.0
import { pino } from 'pino';
import { openJournal } from '../../apps/server/src/log/journal/index.ts';
import { startRelp } from '../../apps/server/src/log/receive/relp/relp.ts';
import type { ReceiverHouse } from '../../apps/server/src/log/receive/stream/stream-receiver.ts';
import { startSyslog } from '../../apps/server/src/log/receive/syslog/syslog.ts';
import { systemClock } from '../../apps/server/src/platform/clock/clock.ts';
import { readConfiguration } from '../../apps/server/src/platform/configuration/configuration.ts';

/** What the measuring process is told when it asks. */
export interface Received {
  readonly durable: number;
  /** Processor time of this process so far, in seconds. */
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

// Receivers and the journal, as in the log process; without index, sealer and database.
const journal = await openJournal({
  directory: process.argv[2] ?? '',
  clock: systemClock,
  logger: pino({ level: 'silent' }),
});
const house: ReceiverHouse = {
  configuration: readConfiguration({
    args: [],
    environment: {
      BELFRY_HOST: '127.0.0.1',
      BELFRY_SYSLOG_PORT: '0',
      BELFRY_SYSLOG_TLS_PORT: 'off',
      BELFRY_RELP_PORT: '0',
    },
  }),
  logger: pino({ level: 'silent' }),
  journal,
  sources: {
    byToken: () => null,
    bySender: ({ address, port, transport }) => ({
      sourceId: '01890000-0000-7000-8000-000000000001',
      stream: 'technical',
      retentionClass: 'technical',
      transport,
      peer: `${address}:${port}`,
    }),
  },
  counts: { refused: () => undefined, received: () => undefined },
  alarms: { raise: () => undefined, clear: () => undefined },
};
const receivers = [...(await startSyslog(house)), ...(await startRelp(house))];
process.on('message', () => {
  const { system, user } = process.cpuUsage();
  const received: Received = {
    durable: journal.durableSeq,
    cpuSeconds: (system + user) / 1e6,
    rssMb: process.memoryUsage().rss / 1_048_576,
  };
  process.send?.(received);
});
process.once('disconnect', () => {
  void Promise.all(receivers.map((receiver) => receiver.stop())).then(() => journal.close());
});
process.send?.(Object.fromEntries(receivers.map(({ port, transport }) => [transport, port])));
