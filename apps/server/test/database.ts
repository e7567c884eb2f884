// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Clock, type Ids, systemClock, systemIds } from '../src/platform/clock/clock.ts';
import { openCluster } from '../src/platform/database/cluster.ts';
import { type Database, openDatabase } from '../src/platform/database/database.ts';
import { migrate } from '../src/platform/database/migrate.ts';

/** Where the cluster of this test run is: made once for all files by the global setup, or here for a file alone. */
export interface TestCluster {
  readonly owner: pg.ClientConfig;
  readonly application: pg.ClientConfig;
}

const TEMPLATE = 'belfry_template';
const CONNECT_MS_MAX = 240_000;
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A throw-away cluster with a migrated template in it. Nothing in it must survive a crash, so fsync is off. */
export async function startTestCluster(): Promise<TestCluster & { stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-test-'));
  const cluster = await openCluster({
    dataDir,
    mode: 'serve',
    log: quiet,
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const owner = cluster.connection('owner');
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate({ ...owner, database: TEMPLATE });
  return {
    owner,
    application: cluster.connection('application'),
    stop: async () => {
      await cluster.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

let ofThisProcess: Promise<TestCluster> | null = null;
let stopOwn: (() => Promise<void>) | null = null;
// Registered while the file loads, so that it belongs to the whole file and not to the test that asks first.
after(() => stopOwn?.());

function testCluster(): Promise<TestCluster> {
  ofThisProcess ??= (async () => {
    const given = process.env['BELFRY_TEST_CLUSTER'];
    if (given !== undefined) {
      return JSON.parse(given) as TestCluster;
    }
    const cluster = await startTestCluster();
    stopOwn = cluster.stop;
    return cluster;
  })();
  return ofThisProcess;
}

export interface TestDatabase {
  readonly database: Database;
  /** What a client of its own needs: the owner sees past every wall, the application does not. */
  readonly owner: pg.ClientConfig;
  readonly application: pg.ClientConfig;
  /** Registers what must be closed before the database goes; the last one registered closes first. */
  closeFirst(close: () => Promise<unknown> | unknown): void;
  /** Runs a statement as the owner; for looking, and for making many rows at once. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** A migrated database of the test's own, gone when the test ends. */
export async function openTestDatabase(
  t: TestContext,
  parts: { clock?: Clock; ids?: Ids } = {},
): Promise<TestDatabase> {
  const cluster = await testCluster();
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  // Copying files costs half of what copying page by page through the log does, and nothing here has to outlive a crash.
  await onServer(cluster, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
  const owner = { ...cluster.owner, database: name };
  // A hundred changes at a time queue for a dozen connections: on a busy machine that takes longer than people wait.
  const application = {
    ...cluster.application,
    database: name,
    connectionTimeoutMillis: CONNECT_MS_MAX,
  };
  const database = openDatabase(application, parts.clock ?? systemClock, parts.ids ?? systemIds);
  const looking = new pg.Pool({ ...owner, max: 2 });
  const closing: (() => Promise<unknown> | unknown)[] = [() => database.close(), () => looking.end()];
  t.after(async () => {
    for (const close of closing.reverse()) {
      await close();
    }
    await dropWhenLeft(cluster, name);
  });
  return {
    database,
    owner,
    application,
    closeFirst: (close) => void closing.push(close),
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await looking.query<Row>(text, values)).rows,
  };
}

/**
 * A pool that has ended may still have backends on their way out. Forcing them out would send an error to clients that listen no more,
 * which fails whatever test runs then: so they get a moment to leave by themselves.
 */
async function dropWhenLeft(cluster: TestCluster, name: string): Promise<void> {
  const client = new pg.Client(cluster.owner);
  await client.connect();
  try {
    for (let look = 0; look < 500; look += 1) {
      const { rows } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
      if (rows.length === 0) break;
      await delay(20);
    }
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

async function onServer(cluster: TestCluster, statement: string): Promise<void> {
  const client = new pg.Client(cluster.owner);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Ends whatever others have open in the database, as when PostgreSQL is killed. */
export async function cutConnections({ query }: Pick<TestDatabase, 'query'>): Promise<void> {
  await query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}
