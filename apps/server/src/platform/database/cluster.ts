// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries } from './cluster-binaries.ts';
import {
  type ClusterDirectory,
  openPasswords,
  type Passwords,
  prepareDirectory,
} from './cluster-directory.ts';
import { externalConnection, prepareExternal } from './cluster-external.ts';
import { ClusterFailure } from './cluster-failure.ts';
import { APPLICATION_ROLE, DATABASE_NAME, initialise, OWNER_ROLE } from './cluster-initialise.ts';
import { liveHolder, takeLock } from './cluster-lock.ts';
import {
  type ClusterLog,
  findRunningPostmaster,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
  untilNobodyOn,
} from './cluster-postmaster.ts';

export type ClusterRole = 'owner' | 'application';

/** A PostgreSQL to work with; whether it is ours or somebody else's shows nowhere outside this directory. */
export interface Cluster {
  /** What a `pg` client or pool needs to connect as the role. */
  connection(role: ClusterRole, database?: string): pg.ClientConfig;
  /** The postmaster of the embedded PostgreSQL now; null between two lives and for an external one. */
  readonly pid: number | null;
  /** Ends what this process started; a PostgreSQL that belongs to another process runs on. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly dataDir: string;
  /** `serve` owns the directory; `guest` works beside a running server, or starts PostgreSQL for itself. */
  readonly mode: 'serve' | 'guest';
  readonly databaseUrl?: string | null;
  readonly log: ClusterLog;
  /** For tests: settings of PostgreSQL that replace ours, such as `fsync: 'off'` for a throw-away cluster. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Set by the restore itself; anybody else is refused while a restore is unfinished. */
  readonly isRestoring?: boolean;
  /** Called when PostgreSQL was told to start and does not answer yet: time for what does not need it. */
  readonly whileStarting?: () => void;
  /** Called when this process can no longer own the directory, because another one does. */
  readonly onLost?: (failure: ClusterFailure) => void;
}

/** The key of the advisory lock that marks the owner of an embedded cluster: "belfry" in ASCII. */
const OWNER_LOCK_KEY = '108170670731897';
const RESTART_WAIT_MS_MIN = 100;
const RESTART_WAIT_MS_MAX = 5_000;
const GUEST_WAIT_MS_MAX = 15_000;
const LOOK_AGAIN_MS = 100;
const ORPHANS_WAIT_MS_MAX = 10_000;

export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { databaseUrl } = options;
  if (databaseUrl !== undefined && databaseUrl !== null) {
    options.whileStarting?.();
    await prepareExternal(databaseUrl);
    return {
      connection: (role, database) => externalConnection(databaseUrl, role, database),
      pid: null,
      stop: async () => {},
    };
  }
  const directory = prepareDirectory(options.dataDir, options.isRestoring);
  return options.mode === 'serve'
    ? await openAsOwner(directory, options)
    : await openAsGuest(directory, options);
}

async function openAsGuest(directory: ClusterDirectory, options: ClusterOptions): Promise<Cluster> {
  for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
    const pid = await findRunningPostmaster(directory.postgresDir);
    if (pid !== null) {
      const passwords = openPasswords(directory);
      const connection = (role: ClusterRole, database?: string) =>
        embeddedConnection(directory, passwords, role, database);
      if (await answers(connection('owner', 'postgres'), waited >= GUEST_WAIT_MS_MAX)) {
        return { connection, pid, stop: async () => {} };
      }
    } else if (liveHolder(directory.lockFile) === null || waited >= GUEST_WAIT_MS_MAX) {
      return await openAsOwner(directory, options);
    }
    // A server that is just starting, or restarting its PostgreSQL, holds the lock before there is anything to connect to.
    await delay(LOOK_AGAIN_MS);
  }
}

/** A PostgreSQL whose desk was killed a moment ago looks ready and is about to end: nobody should start work on it. */
async function answers(connection: pg.ClientConfig, isLastTry: boolean): Promise<boolean> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    if (isLastTry) throw error;
    return false;
  }
}

async function openAsOwner(directory: ClusterDirectory, options: ClusterOptions): Promise<Cluster> {
  const lock = takeLock(directory.lockFile);
  if ('heldBy' in lock) throw inUse(directory, lock.heldBy);
  try {
    const owner = new OwnedCluster(directory, options, await findBinaries(), lock.release);
    await owner.start();
    return owner;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function inUse(directory: ClusterDirectory, pid: number | string): ClusterFailure {
  return new ClusterFailure(
    'cluster.in_use',
    `Cannot open data directory "${directory.dataDir}": process ${pid} uses it: stop that process or choose another directory with --data`,
  );
}

function embeddedConnection(
  directory: ClusterDirectory,
  passwords: Passwords,
  role: ClusterRole,
  database = DATABASE_NAME,
): pg.ClientConfig {
  return {
    host: directory.socketDir,
    port: 5432,
    database,
    user: role === 'owner' ? OWNER_ROLE : APPLICATION_ROLE,
    password: role === 'owner' ? passwords.owner : passwords.application,
    // Every default comes from here, so PGSSLMODE and its relatives in the environment do not matter.
    ssl: false,
  };
}

class OwnedCluster implements Cluster {
  readonly #directory: ClusterDirectory;
  readonly #options: ClusterOptions;
  readonly #binaries: Binaries;
  readonly #release: () => void;
  readonly #stopping = new AbortController();
  #passwords: Passwords = { owner: '', application: '' };
  #postmaster: Postmaster | null = null;
  #lockClient: pg.Client | null = null;
  #watch: Promise<void> = Promise.resolve();

  constructor(directory: ClusterDirectory, options: ClusterOptions, binaries: Binaries, release: () => void) {
    this.#directory = directory;
    this.#options = options;
    this.#binaries = binaries;
    this.#release = release;
  }

  get pid(): number | null {
    return this.#postmaster?.pid ?? null;
  }

  connection(role: ClusterRole, database?: string): pg.ClientConfig {
    const { port = '5432' } = this.#options.settings ?? {};
    return { ...embeddedConnection(this.#directory, this.#passwords, role, database), port: Number(port) };
  }

  async start(): Promise<void> {
    const directory = this.#directory;
    this.#passwords = openPasswords(directory);
    const { fsync = 'on' } = this.#options.settings ?? {};
    await initialise(directory, this.#binaries, this.#passwords, fsync === 'on');
    await this.#stopLeftover();
    await this.#startOnce();
    try {
      await this.#ensureRoles();
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#watch = this.#restartUntilStopped();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watch;
    await this.#dropLockClient();
    const postmaster = this.#postmaster;
    this.#postmaster = null;
    if (postmaster !== null) {
      await stopPostmaster(postmaster.pid, this.#directory.postgresDir, this.#options.log);
      await postmaster.ended;
    }
    this.#release();
  }

  /** A PostgreSQL without a living desk comes from a desk that was killed; its sessions end and everything acknowledged is on disk. */
  async #stopLeftover(): Promise<void> {
    const { postgresDir } = this.#directory;
    for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
      const pid = await findRunningPostmaster(postgresDir);
      if (pid === null) break;
      let holder: string | null;
      try {
        holder = await this.#takeAdvisoryLock();
      } catch (error) {
        // It may be on its way out, because its desk was killed only now.
        if (waited >= ORPHANS_WAIT_MS_MAX) throw error;
        await delay(LOOK_AGAIN_MS);
        continue;
      }
      if (holder !== null) throw inUse(this.#directory, holder);
      await this.#dropLockClient();
      this.#options.log.info({ pid }, 'Stopping the PostgreSQL that a killed desk left behind');
      await stopPostmaster(pid, postgresDir, this.#options.log);
      break;
    }
    await untilNobodyOn(postgresDir, ORPHANS_WAIT_MS_MAX);
  }

  async #startOnce(): Promise<void> {
    const { log, settings, whileStarting } = this.#options;
    const postmaster = await startPostmaster(this.#directory, this.#binaries, log, settings, whileStarting);
    this.#postmaster = postmaster;
    const holder = await this.#takeAdvisoryLock();
    if (holder === null) return;
    this.#postmaster = null;
    await stopPostmaster(postmaster.pid, this.#directory.postgresDir, log);
    throw inUse(this.#directory, holder);
  }

  /** Restarts a PostgreSQL that died by itself (killed, out of memory); pools reconnect on their next query. */
  async #restartUntilStopped(): Promise<void> {
    const { signal } = this.#stopping;
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    for (let wait = RESTART_WAIT_MS_MIN; !signal.aborted; ) {
      const postmaster = this.#postmaster;
      if (postmaster !== null) {
        const how = await Promise.race([postmaster.ended, stopped]);
        if (signal.aborted) return;
        this.#postmaster = null;
        this.#options.log.error({ pid: postmaster.pid, how }, 'PostgreSQL ended by itself, restarting it');
        await this.#dropLockClient();
      }
      await untilNobodyOn(this.#directory.postgresDir, ORPHANS_WAIT_MS_MAX);
      try {
        await this.#startOnce();
        this.#options.log.info({ pid: this.pid }, 'PostgreSQL runs again');
        wait = RESTART_WAIT_MS_MIN;
      } catch (error) {
        if (error instanceof ClusterFailure && error.code === 'cluster.in_use') {
          this.#options.log.error({ failure: error.message }, 'Another process took the data directory');
          this.#options.onLost?.(error);
          return;
        }
        this.#options.log.error({ failure: String(error), wait }, 'PostgreSQL does not start, trying again');
        await Promise.race([delay(wait), stopped]);
        wait = Math.min(wait * 2, RESTART_WAIT_MS_MAX);
      }
    }
  }

  /**
   * Holds a session's advisory lock: it vanishes with the process however that ends. Returns who holds it when it is not ours.
   * It lives in database "postgres", so that database "belfry" can be dropped and cloned.
   */
  async #takeAdvisoryLock(): Promise<string | null> {
    const postmaster = this.#postmaster;
    const client = new pg.Client({
      ...this.connection('owner', 'postgres'),
      application_name: `belfry ${this.#options.mode} ${process.pid}`,
    });
    // The end of this session is the end of its postmaster, which the restart loop sees by itself.
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      OWNER_LOCK_KEY,
    ]);
    if (rows[0]?.taken === true) {
      if (this.#postmaster !== postmaster) {
        await client.end().catch(() => {});
        throw new Error('Cannot hold the lock of a PostgreSQL that ended meanwhile');
      }
      this.#lockClient = client;
      this.#retakeWhenLost(client);
      return null;
    }
    const holder = await client.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint) = $1`,
      [OWNER_LOCK_KEY],
    );
    await client.end();
    return holder.rows[0]?.name.split(' ').at(-1) ?? 'unknown';
  }

  /**
   * A killed backend makes PostgreSQL end every session and go on with the same postmaster: the lock has to be taken again. Under a
   * new postmaster who started it takes the lock; were both to try, the slower would find it held, take us for strangers, and end
   * a sound desk.
   */
  #retakeWhenLost(client: pg.Client): void {
    client.once('end', async () => {
      if (this.#lockClient !== client) return;
      this.#lockClient = null;
      const postmaster = this.#postmaster;
      const isOurs = () => postmaster !== null && this.#postmaster === postmaster;
      while (isOurs() && this.#lockClient === null && !this.#stopping.signal.aborted) {
        try {
          const holder = await this.#takeAdvisoryLock();
          if (holder === null || !isOurs()) return;
          this.#options.onLost?.(inUse(this.#directory, holder));
          return;
        } catch {
          await delay(RESTART_WAIT_MS_MIN);
        }
      }
    });
  }

  async #dropLockClient(): Promise<void> {
    const client = this.#lockClient;
    this.#lockClient = null;
    await client?.end().catch(() => {});
  }

  /** Runs on every start, so a crash between initdb and here heals itself. */
  async #ensureRoles(): Promise<void> {
    const client = this.#lockClient;
    if (client === null) return;
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database`,
      [APPLICATION_ROLE, DATABASE_NAME],
    );
    if (rows[0]?.role !== true) {
      const password = client.escapeLiteral(this.#passwords.application);
      await client.query(
        `CREATE ROLE ${APPLICATION_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
      );
    }
    if (rows[0]?.database !== true)
      await client.query(`CREATE DATABASE ${DATABASE_NAME} OWNER ${OWNER_ROLE}`);
  }
}
