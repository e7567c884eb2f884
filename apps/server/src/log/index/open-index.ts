// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Timer } from '../../platform/jobs/index.ts';
import type { Meters } from '../../platform/telemetry/telemetry.ts';
import type { LogHouse } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import type { OpenSourceRegistry } from '../receive/source-registry.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { addressOf, type Engine, openEngine } from './engine.ts';
import { type EngineAddress, type EngineState, superviseEngine } from './engine-supervisor.ts';
import type { IndexState } from './indexer.ts';
import type { FromIndexer, IndexerStart, ToIndexer } from './indexer-message.ts';
import { engineDirectoryOf, followRequests, indexDirectoryOf } from './rebuild-request.ts';

/** The search index beside the logs. */
export interface LogIndex {
  /** Null while the engine does not run. */
  engine(): Engine | null;
  /** Zones of sources, for lines that are read here. */
  readonly zones: SourceZones;
  readonly state: IndexState;
  readonly engineState: EngineState | null;
  /** Process of the embedded engine; null while there is none. */
  readonly enginePid: number | null;
  /** How far the newest indexed entry is behind, in milliseconds; 0 when nothing waits. */
  delayMs(): number;
  /** A checkpoint was published. */
  published(): void;
  rebuild(): void;
  /** Hears of each range that was indexed. @returns stops telling */
  onIndexed(listener: () => void): () => void;
  stop(): Promise<void>;
}

export interface IndexParts extends Pick<LogHouse, 'alarms' | 'clock' | 'configuration' | 'ids' | 'logger'> {
  readonly logDir: string;
  readonly sources: Pick<OpenSourceRegistry, 'zones' | 'onChanged'>;
  readonly timer: Timer;
  readonly meters: Meters;
  readonly memoryBytesMax?: number;
}

const nothingYet: IndexState = {
  places: {},
  behind: 0,
  receivedUs: null,
  inserted: 0,
  gone: 0,
  mended: 0,
  toReadAgain: 0,
  takenOut: 0,
  isRebuilding: false,
  rebuilds: 0,
};
/** Behind longer than this, people are told. */
const BEHIND_MS_MAX = 5 * 60_000;

/** Starts the engine, or goes to the one that is configured, and a thread that fills it. */
export function openIndex(parts: IndexParts): LogIndex {
  const { alarms, clock, configuration, ids, logger, logDir, sources, timer } = parts;
  const directory = indexDirectoryOf(configuration.dataDir);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const engineDirectory = engineDirectoryOf(configuration.dataDir);
  const remote = configuration.clickhouseUrl === null ? null : addressOf(configuration.clickhouseUrl);
  const supervisor =
    remote !== null
      ? null
      : superviseEngine({
          ...{ directory: engineDirectory, secret: ids.secret(), logger, timer },
          ...(parts.memoryBytesMax === undefined ? {} : { memoryBytesMax: parts.memoryBytesMax }),
        });
  const listeners = new Set<() => void>();
  let state = nothingYet;
  let engine: Engine | null = null;
  let isStopped = false;
  const zones = new SourceZones();
  zones.know(sources.zones);
  const begin: IndexerStart = { logDir, zones: sources.zones };
  const worker = new Worker(new URL('./indexer-worker.ts', import.meta.url), { workerData: begin });
  const tell = (message: ToIndexer) => worker.postMessage(message);
  sources.onChanged(() => {
    zones.know(sources.zones);
    tell({ kind: 'zones', zones: sources.zones });
  });
  const move = (address: EngineAddress | null) => {
    void engine?.close();
    engine = address === null || isStopped ? null : openEngine(address);
    tell({ kind: 'engine', address });
  };
  if (supervisor === null) move(remote);
  else supervisor.onAddress(move);
  const delayMs = () => delayOf(state, clock.now());
  worker.on('message', (news: FromIndexer) => {
    const isNew = news.state.inserted !== state.inserted;
    warnOf(logger, news, state);
    state = news.state;
    if (isNew) for (const listener of listeners) listener();
    if (delayMs() > BEHIND_MS_MAX) alarms.raise('index_behind', 'index', { behind: state.behind });
    else alarms.clear('index_behind', 'index');
  });
  worker.on('error', (error) => logger.error({ err: error }, 'The indexer ended'));
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const requests = followRequests(directory, () => tell({ kind: 'rebuild' }));
  const look = () => {
    if (isStopped) return;
    requests.look(state);
    timer.after(logLimits.indexLookMs, look);
  };
  look();
  const index: LogIndex = {
    engine: () => engine,
    zones,
    get state() {
      return state;
    },
    get engineState() {
      return supervisor?.state ?? null;
    },
    get enginePid() {
      return supervisor?.pid ?? null;
    },
    delayMs,
    published: () => tell({ kind: 'published' }),
    rebuild: () => tell({ kind: 'rebuild' }),
    onIndexed: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: async () => {
      isStopped = true;
      tell({ kind: 'stop' });
      await engine?.close();
      engine = null;
      await supervisor?.stop();
      // A thread that is still loading, or has no engine, hears late or never: it has nothing to end either.
      if (state === nothingYet) await worker.terminate();
      await ended;
    },
  };
  meterIndex(parts.meters, index);
  return index;
}

function delayOf({ behind, receivedUs }: IndexState, now: Date): number {
  return behind === 0 || receivedUs === null ? 0 : Math.max(0, now.getTime() - receivedUs / 1000);
}

function warnOf(logger: LogHouse['logger'], { failure, state }: FromIndexer, before: IndexState): void {
  if (failure !== null) logger.warn({ failure }, 'The search index waits');
  if (state.toReadAgain > 0 && before.toReadAgain === 0)
    logger.info({ parts: state.toReadAgain }, 'Parts of the search index are read again from the segments');
  const mended = state.mended - before.mended;
  if (mended > 0) logger.warn({ mended }, 'The search index lacked entries: the segments gave them again');
}

function meterIndex(meters: Meters, index: LogIndex): void {
  meters.gauge(
    'belfry_log_index_behind_entries',
    'Sealed entries that are not indexed',
    async () => index.state.behind,
  );
  meters.gauge(
    'belfry_log_index_to_read_again',
    'Parts of the index another version read, or that are missing, and that are read again',
    async () => index.state.toReadAgain,
  );
  meters.gauge(
    'belfry_log_index_delay_seconds',
    'How far the newest indexed entry is behind',
    async () => index.delayMs() / 1000,
  );
  meters.gauge(
    'belfry_log_index_engine_bytes',
    'Resident memory of the embedded engine',
    async () => index.engineState?.rssBytes ?? 0,
  );
  meters.gauge(
    'belfry_log_index_engine_restarts',
    'How often the embedded engine was started again',
    async () => index.engineState?.restarts ?? 0,
  );
}
