// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import Fastify from 'fastify';
import { pino } from 'pino';
import type { JournalEntry } from '../src/log/batch.ts';
import { composeLog, type LogParts, type RunningLog } from '../src/log/compose-log.ts';
import { serveIngestProxy } from '../src/log/ingest-proxy.ts';
import { readJournal } from '../src/log/journal/index.ts';
import { systemClock, systemIds } from '../src/platform/clock/clock.ts';
import { type Configuration, readConfiguration } from '../src/platform/configuration/configuration.ts';
import { createLogLink, type LogLink } from '../src/platform/log-link/log-link.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export interface TestLogOptions extends Partial<Pick<LogParts, 'clock' | 'ids' | 'journal' | 'onFailed'>> {
  readonly configuration?: Partial<Configuration>;
  /** A data directory that outlives this log, and a database to go with it. */
  readonly dataDir?: string;
  readonly opened?: TestDatabase;
}

export interface TestLog extends TestDatabase {
  readonly log: RunningLog;
  readonly dataDir: string;
  /** What the desk has of it. */
  readonly link: LogLink;
  /** The public port as senders see it: `/ingest/...` goes through the proxy of the desk. */
  readonly address: string;
  readonly logged: string[];
  /** Everything in the journal, as a reader finds it. */
  entries(fromSeq?: number): Promise<JournalEntry[]>;
  stop(): Promise<void>;
}

/** A whole log in this process, on a directory and a database of its own; receivers on free ports. */
export async function openTestLog(t: TestContext, options: TestLogOptions = {}): Promise<TestLog> {
  const clock = options.clock ?? systemClock;
  const ids = options.ids ?? systemIds;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'belfry-log-')));
  const opened = options.opened ?? (await openTestDatabase(t, { clock, ids }));
  const logged: string[] = [];
  const secret = ids.secret();
  const log = await composeLog({
    configuration: testLogConfiguration(dataDir, options.configuration),
    connection: () => opened.application,
    clock,
    ids,
    logger: pino({ level: 'debug' }, { write: (line) => void logged.push(line) }),
    secret,
    onFailed:
      options.onFailed ??
      ((failure) => {
        throw failure;
      }),
    journal: {
      statfs: async () => ({ bsize: 4_096, blocks: 1_000_000, bfree: 900_000, bavail: 900_000 }),
      ...options.journal,
      limits: { reserveBytesMax: 65_536, ...options.journal?.limits },
    },
  });
  const link = createLogLink(() => ({ port: log.port, secret }));
  const front = Fastify();
  serveIngestProxy(front, link);
  const address = await front.listen({ host: '127.0.0.1', port: 0 });
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= (async () => {
      await log.stop();
      front.server.closeAllConnections();
      await front.close();
    })();
    return stopping;
  };
  opened.closeFirst(stop);
  // The search engine writes until it is stopped.
  t.after(async () => {
    await stop();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  return {
    ...opened,
    ...{ log, dataDir, link, address, logged, stop },
    entries: async (fromSeq = 1) => {
      const found: JournalEntry[] = [];
      const last = log.house.journal.durableSeq;
      const { journalDir } = log.house;
      const { progress } = log.house.journal;
      if (last < fromSeq) return found;
      for await (const some of readJournal(journalDir, { fromSeq, progress })) {
        found.push(...some);
        if ((found.at(-1)?.seq ?? 0) >= last) break;
      }
      return found;
    },
  };
}

/** Every receiver on a free port, nothing outside of this machine. */
export function testLogConfiguration(dataDir: string, more: Partial<Configuration> = {}): Configuration {
  return {
    ...readConfiguration({ args: ['--data', dataDir], environment: {} }),
    smtpListenPort: null,
    syslogPort: 0,
    syslogTlsPort: null,
    relpPort: 0,
    relpTls: false,
    logOrigin: 'log.example.org',
    ...more,
  };
}
