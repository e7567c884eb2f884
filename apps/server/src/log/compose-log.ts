// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Clock, Ids } from '../platform/clock/clock.ts';
import type { Configuration } from '../platform/configuration/configuration.ts';
import { openDatabase } from '../platform/database/database.ts';
import { systemTimer } from '../platform/jobs/index.ts';
import { LOG_SECRET_HEADER } from '../platform/log-link/log-link.ts';
import { createMeters, type Meters } from '../platform/telemetry/telemetry.ts';
import { type OpenBell, openAlarmBell } from './alarms/index.ts';
import { serveBundles } from './bundle/bundle-routes.ts';
import { type ClockWatch, startClockWatch } from './clock/clock-watch.ts';
import { type Detection, startDetection, startHunts } from './detection/index.ts';
import { type KeptCounts, keepCounts, watchCosigned, watchHealth } from './health/index.ts';
import type { AlarmBell, LogHouse, Receiver, ServeIngest } from './house.ts';
import { followRingingRows, type LogIndex, openIndex, serveSearch } from './index/index.ts';
import { type DiskState, type JournalParts, type OpenJournal, openJournal } from './journal/index.ts';
import { serveHttpReceivers } from './receive/http-receivers.ts';
import { startRelp } from './receive/relp/relp.ts';
import { countedJournal, type SourceCounts, startSourceCounts } from './receive/source-counts.ts';
import { type OpenSourceRegistry, openSourceRegistry } from './receive/source-registry.ts';
import { serveSourceFigures, watchSilence } from './receive/source-watch.ts';
import { startSyslog } from './receive/syslog/syslog.ts';
import { countReceived } from './receive-counts.ts';
import { startRelay } from './relay/start-relay.ts';
import {
  readAuthorities,
  type Sealing,
  serveSealed,
  startSealing,
  startTimeStamps,
  startWitnesses,
  type TimeStamps,
} from './sealing/index.ts';

/** What a log process is built from; tests hand in their own. */
export interface LogParts {
  readonly configuration: Configuration;
  readonly connection: () => pg.ClientConfig;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** What the desk shows before it is answered. */
  readonly secret: string;
  readonly journal?: Partial<Pick<JournalParts, 'limits' | 'statfs' | 'timer' | 'monotonicNs'>>;
  /** Something after which nothing may be acknowledged any more: the process has to end. */
  readonly onFailed: (failure: Error) => void;
}

/** Every part of the log process stands on this. */
export interface LogRooms extends LogHouse {
  readonly sources: OpenSourceRegistry;
  readonly journal: OpenJournal;
  readonly connection: () => pg.ClientConfig;
  readonly meters: Meters;
  readonly sourceCounts: SourceCounts;
  readonly alarms: OpenBell;
  readonly counts: KeptCounts;
  readonly clockWatch: ClockWatch;
  /** DATA/journal, DATA/log and DATA/keys. */
  readonly journalDir: string;
  readonly logDir: string;
  readonly keysDir: string;
  readonly onFailed: (failure: Error) => void;
}

export interface RunningLog {
  readonly house: LogRooms;
  readonly app: FastifyInstance;
  /** Of the HTTP server, on this machine only. */
  readonly port: number;
  readonly receivers: readonly Receiver[];
  readonly index: LogIndex;
  readonly detection: Detection;
  stop(): Promise<void>;
}

/** An idle connection of the desk must not be closed from here while it is being used again. */
const KEEP_ALIVE_MS = 10 * 60_000;

/** Puts the log process together. The only function that knows every room of it. */
export async function composeLog(parts: LogParts): Promise<RunningLog> {
  const { clock, configuration, connection, ids, logger, onFailed } = parts;
  const { meters, print } = createMeters('belfry_log_');
  const journalDir = path.join(configuration.dataDir, 'journal');
  const database = openDatabase(connection(), clock, ids);
  const alarms = await openAlarmBell({ database, clock, logger, directory: journalDir });
  const clockWatch = startClockWatch({ clock, alarms, servers: configuration.timeServers });
  const journal = await openJournal({
    ...parts.journal,
    directory: journalDir,
    clock,
    logger,
    onFailed,
    clockState: () => clockWatch.state,
    onDisk: (state) => ringForDisk(alarms, state),
  });
  meterJournal(meters, journal);
  const sources = await openSourceRegistry({ database, connection, logger, directory: journalDir });
  const sourceCounts = startSourceCounts({ database, clock, logger });
  const house: LogRooms = {
    ...{ configuration, database, connection, clock, ids, logger, journal, sources, alarms, meters },
    counts: keepCounts(countReceived(meters)),
    clockWatch,
    sourceCounts,
    journalDir,
    logDir: path.join(configuration.dataDir, 'log'),
    keysDir: path.join(configuration.dataDir, 'keys'),
    onFailed,
  };
  const app = createLogApp(parts, print);
  let receivers: readonly Receiver[] = [];
  serveSourceFigures(app, sourceCounts, () => receivers);
  const isOpen = Promise.withResolvers<void>();
  const inner = await startRooms(house, app, () => receivers, isOpen.promise);
  await app.listen({ host: '127.0.0.1', port: 0 });
  receivers = await startReceivers(house);
  isOpen.resolve();
  const bound = app.server.address();
  return {
    house,
    app,
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    receivers,
    ...{ index: inner.index, detection: inner.detection },
    // Receivers first: what they still hand over is synced and acknowledged, then the journal closes.
    stop: async () => {
      await Promise.all(receivers.map((receiver) => receiver.stop()));
      await app.close();
      for (const stop of inner.stops.reverse()) await stop();
      await journal.close();
      await clockWatch.stop();
      await sourceCounts.close();
      await alarms.stop();
      await sources.close();
      await database.close();
    },
  };
}

/** Receivers of the HTTP port. */
const ingest: readonly ServeIngest[] = [serveHttpReceivers];

interface StartedRooms {
  readonly index: LogIndex;
  readonly detection: Detection;
  readonly stops: (() => Promise<void>)[];
}

/** What works on the journal, and what answers the desk. @returns how each is stopped, in the order they started */
async function startRooms(
  house: LogRooms,
  app: FastifyInstance,
  receivers: () => readonly Receiver[],
  isOpen: Promise<void>,
): Promise<StartedRooms> {
  const receiving = forReceivers(house);
  for (const serve of ingest) serve(app, receiving);
  const sealing = startSealing({
    ...house,
    origin: originOf(house.configuration),
    // Senders first: they were waiting while we were away, and what waits in the journal is on disk already.
    after: isOpen,
    onRead: (read) => {
      for (const { id, notRead, offsetsMs } of read) house.sourceCounts.noteRead(id, notRead, offsetsMs);
    },
  });
  const stamps = startTimeStamps(sealing, {
    ...house,
    urls: house.configuration.timestampUrls,
    trusted: () => readAuthorities(house.configuration.timestampCaFile),
  });
  const { witnesses } = house.configuration;
  const watched = watchCosigned(sealing, witnesses);
  const cosigned = startWitnesses(watched.sealing, { ...house, witnesses });
  serveSealed(app, { ...house, sealing, witnesses: witnesses.map(({ vkey }) => vkey) });
  meterSealing(house.meters, sealing, stamps);
  const index = startIndex(house, sealing, app);
  const detection = startDetection({ ...house, sealing, timer: systemTimer });
  const hunts = startHunts({ ...house, sealing, detection, timer: systemTimer });
  const soundness = { ...house, sealing, stamps, index, detection, receivers, cosigned: watched.cosigned };
  const health = await watchHealth(app, soundness);
  const relay = startRelay(app, { ...house, timer: systemTimer });
  return {
    ...{ index, detection },
    stops: [
      () => sealing.stop(),
      () => stamps.stop(),
      () => cosigned.stop(),
      () => index.stop(),
      () => detection.stop(),
      () => hunts.stop(),
      followRingingRows({ ...house, index, timer: systemTimer }),
      watchSilence(house),
      () => relay.stop(),
      () => health.stop(),
    ],
  };
}

/** The index follows what is sealed, and answers the desk. */
function startIndex(house: LogRooms, sealing: Sealing, app: FastifyInstance): LogIndex {
  const index = openIndex({ ...house, timer: systemTimer });
  const witnesses = house.configuration.witnesses.map(({ vkey }) => vkey);
  serveBundles(app, { ...house, index, witnesses });
  sealing.onPublished(() => index.published());
  serveSearch(app, { ...house, index, timer: systemTimer, elapsedMs: () => performance.now() });
  return index;
}

/** Name of the logs where no signature has fixed it yet: a host somebody can be asked about. */
function originOf({ logOrigin, publicUrl }: Configuration): string {
  return logOrigin ?? (publicUrl === null ? 'localhost' : new URL(publicUrl).hostname);
}

/** What a receiver hands over is counted for its source once it is on disk. */
function forReceivers(house: LogRooms): LogHouse {
  return { ...house, journal: countedJournal(house.journal, house.sourceCounts) };
}

/** Receivers with ports of their own. */
async function startReceivers(house: LogRooms): Promise<Receiver[]> {
  const receiving = forReceivers(house);
  return [...(await startSyslog(receiving)), ...(await startRelp(receiving))];
}

/** Only the desk of this machine is answered; it says who really sends. */
function createLogApp(
  { ids, logger, secret }: LogParts,
  printMetrics: () => Promise<string>,
): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = logger;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: '127.0.0.1',
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A body may last as long as its sender has lines; receivers bound how long one may be silent.
    requestTimeout: 0,
    forceCloseConnections: true,
    genReqId: () => ids.uuid(),
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers[LOG_SECRET_HEADER] !== secret) return await reply.code(403).send();
    return undefined;
  });
  app.post('/inside/ready', async () => ({ status: 'ready' }));
  app.post('/inside/metrics', async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(await printMetrics())),
  );
  return app;
}

function meterJournal(meters: Meters, journal: OpenJournal): void {
  meters.gauge(
    'belfry_log_journal_entries',
    'Number of the last entry on disk',
    async () => journal.durableSeq,
  );
  meters.gauge(
    'belfry_log_unsynced_bytes',
    'Bytes that wait for the disk',
    async () => journal.unsyncedBytes,
  );
  meters.gauge(
    'belfry_log_disk_used_ratio',
    'Share of the disk of the data directory that is used',
    async () => journal.disk.usedPercent / 100,
  );
  meters.gauge('belfry_log_is_open', 'Whether entries are taken: 0 while the disk is too full', async () =>
    journal.isOpen ? 1 : 0,
  );
}

function meterSealing(meters: Meters, sealing: Sealing, stamps: TimeStamps): void {
  meters.gauge(
    'belfry_log_sealed_entries',
    'Number of the last entry that a checkpoint covers, as all before it',
    async () => sealing.state.sealedSeq,
  );
  meters.gauge(
    'belfry_log_checkpoint_time_seconds',
    'When the last checkpoint was published, in seconds since 1970',
    async () => {
      const at = sealing.state.publishedAt;
      return at === null ? null : at.getTime() / 1_000;
    },
  );
  meters.gauge(
    'belfry_log_time_stamps_due',
    'Logs whose newest checkpoint waits for a time-stamp',
    async () => stamps.due,
  );
}

const DISK = 'data directory';

function ringForDisk(alarms: AlarmBell, { freeBytes, level, usedPercent }: DiskState): void {
  if (level === 'good') alarms.clear('disk', DISK);
  else alarms.raise('disk', DISK, { level, usedPercent: Math.round(usedPercent * 10) / 10, freeBytes });
}
