// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Cluster, type ClusterOptions, openCluster } from './cluster.ts';
import { chooseSocketDir, makePrivate } from './cluster-directory.ts';
import { ClusterFailure, type ClusterFailureCode } from './cluster-failure.ts';
import { isAlive, postgresProcessesOn } from './cluster-process.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const made: string[] = [];
const opened: Cluster[] = [];
const runsAsRoot = process.getuid?.() === 0;

after(async () => {
  for (const cluster of opened) await cluster.stop();
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

function aDirectory(name = 'data'): string {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'belfry-cluster-'));
  made.push(parent);
  // mkdtemp makes 0700: the database's own user passes in most tests, and must be helped in the one for closed parents.
  spawnSync('chmod', ['755', parent]);
  return path.join(parent, name);
}

async function open(dataDir: string, more: Partial<ClusterOptions> = {}): Promise<Cluster> {
  // The machine does not crash in these tests, only processes do: what they wrote is in the system's hands without fsync.
  const settings = { fsync: 'off', ...more.settings };
  const cluster = await openCluster({ dataDir, mode: 'serve', log: quiet, ...more, settings });
  opened.push(cluster);
  return cluster;
}

async function ask(
  cluster: Cluster,
  role: 'owner' | 'application',
  sql: string,
  database?: string,
): Promise<unknown> {
  const client = new pg.Client(cluster.connection(role, database));
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

async function askUntilAnswered(cluster: Cluster, sql: string): Promise<unknown> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask(cluster, 'owner', sql);
    } catch (error) {
      if (attempt > 200) throw error;
      await delay(50);
    }
  }
}

function failsWith(code: ClusterFailureCode, words: RegExp = /./) {
  return (error: unknown) =>
    error instanceof ClusterFailure && error.code === code && words.test(error.message);
}

/** A process that opens the cluster, writes "open PID" and waits to be killed. */
async function aServerProcess(dataDir: string): Promise<{ child: ChildProcess; postmasterPid: number }> {
  const cluster = fileURLToPath(new URL('./cluster.ts', import.meta.url));
  const program = `
    const { openCluster } = await import(${JSON.stringify(cluster)});
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const c = await openCluster({ dataDir: process.argv[1], mode: 'serve', log });
    process.stdout.write('open ' + c.pid + '\\n');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await once(child.stdout, 'data');
  return { child, postmasterPid: Number(/open (\d+)/.exec(String(chunk))?.[1]) };
}

describe('openCluster() embedded', () => {
  it('openCluster() serves a durable PostgreSQL 18 in a path with blanks and quotes', async () => {
    const cluster = await openCluster({
      dataDir: aDirectory(`da ta's "best", $x`),
      mode: 'serve',
      log: quiet,
    });
    opened.push(cluster);
    const fsync = `SELECT current_setting('fsync') || current_setting('data_checksums') || current_setting('listen_addresses') AS answer`;
    assert.equal(await ask(cluster, 'owner', fsync), 'onon');
    assert.match(String(await ask(cluster, 'owner', 'SELECT version() AS answer')), /^PostgreSQL 18/);
    assert.equal(await ask(cluster, 'owner', `SELECT upper('é') = 'É' AS answer`), true);
  });

  it('connection("application") is a role that row-level security binds', async () => {
    const cluster = await open(aDirectory());
    const sql = `SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS answer FROM pg_roles WHERE rolname = current_user`;
    assert.equal(await ask(cluster, 'application', sql), false);
    await assert.rejects(ask(cluster, 'application', 'CREATE TABLE x (y int)'), /permission denied/);
  });

  // A socket or file that others may open hands them the desk's whole content.
  it('openCluster() keeps passwords and socket to its own users and accepts no wrong password', async () => {
    const dataDir = aDirectory();
    const cluster = await open(dataDir);
    assert.equal(statSync(path.join(dataDir, 'keys/database.json')).mode & 0o777, 0o600);
    assert.equal(statSync(path.join(dataDir, 'keys')).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(dataDir, 'socket')).mode & 0o777, 0o700);
    const wrong = new pg.Client({ ...cluster.connection('owner'), password: 'wrong' });
    await assert.rejects(wrong.connect(), /password authentication failed/);
  });

  it('openCluster() works under a closed parent directory', async () => {
    const dataDir = aDirectory();
    spawnSync('chmod', ['700', path.dirname(dataDir)]);
    const cluster = await open(dataDir);
    assert.equal(await ask(cluster, 'owner', 'SELECT 1 AS answer'), 1);
    if (runsAsRoot) assert.notEqual(statSync(`/proc/${cluster.pid}`).uid, 0);
  });

  it('openCluster() works below a path that is too long for a socket', async () => {
    const cluster = await open(aDirectory('d'.repeat(120)));
    assert.equal(await ask(cluster, 'owner', 'SELECT 1 AS answer'), 1);
    made.push(String(cluster.connection('owner').host));
  });

  it('stop() leaves nothing running and everything written', async () => {
    const dataDir = aDirectory();
    const first = await open(dataDir);
    await ask(first, 'owner', 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    assert.deepEqual(postgresProcessesOn(path.join(dataDir, 'postgres')), []);
    assert.equal(existsSync(path.join(dataDir, 'serve.lock')), false);
    const second = await open(dataDir);
    assert.equal(await ask(second, 'owner', 'SELECT answer FROM kept'), 42);
  });
});

describe('openCluster() and crashes', () => {
  // A PostgreSQL in a process group of its own outlives whoever started it, and nobody stops it.
  it('openCluster() leaves nothing running when what is done meanwhile fails', async () => {
    const dataDir = aDirectory();
    const whileStarting = () => {
      throw new Error('no certificate');
    };
    await assert.rejects(open(dataDir, { whileStarting }), /no certificate/);
    assert.deepEqual(postgresProcessesOn(path.join(dataDir, 'postgres')), []);
    const cluster = await open(dataDir);
    assert.equal(await ask(cluster, 'owner', 'SELECT 1 AS answer'), 1);
  });

  // A crash inside initdb must not leave a half cluster that the next start takes for a whole one.
  it('openCluster() starts over after a crash during initialisation', async () => {
    const dataDir = aDirectory();
    mkdirSync(path.join(dataDir, 'postgres.new'), { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres.new/PG_VERSION'), '18\n');
    const cluster = await open(dataDir);
    assert.equal(await ask(cluster, 'owner', 'SELECT 1 AS answer'), 1);
    assert.equal(existsSync(path.join(dataDir, 'postgres.new')), false);
  });

  it('connection() works again by itself after kill -9 of PostgreSQL', async () => {
    const cluster = await open(aDirectory());
    await ask(cluster, 'owner', 'CREATE TABLE kept AS SELECT 42 AS answer');
    for (let round = 0; round < 3; round += 1) {
      const killed = cluster.pid;
      assert.ok(killed);
      process.kill(killed, 'SIGKILL');
      assert.equal(await askUntilAnswered(cluster, 'SELECT answer FROM kept'), 42);
      while (cluster.pid === killed || cluster.pid === null) await delay(10);
    }
  });

  it('connection() works again, and the lock is held again, after kill -9 of one backend', async () => {
    const dataDir = aDirectory();
    const cluster = await open(dataDir);
    const backend = Number(
      await ask(
        cluster,
        'owner',
        `SELECT pid AS answer FROM pg_stat_activity WHERE application_name LIKE 'belfry serve%'`,
      ),
    );
    process.kill(backend, 'SIGKILL');
    const locks = `SELECT count(*)::int AS answer FROM pg_locks WHERE locktype = 'advisory' AND granted`;
    for (let attempt = 0; (await askUntilAnswered(cluster, locks)) !== 1; attempt += 1) {
      assert.ok(attempt < 100, 'the lock is not held again');
      await delay(50);
    }
  });

  // Danger: the lock is taken again by who missed it and by who started the new postmaster, and a sound desk takes itself for another.
  it('openCluster() does not take itself for another process when a backend and PostgreSQL are killed together', async () => {
    let lost: ClusterFailure | null = null;
    const cluster = await open(aDirectory(), {
      onLost: (failure) => {
        lost = failure;
      },
    });
    const untilHeld = async (): Promise<number> => {
      for (let attempt = 0; attempt < 400; attempt += 1) {
        const pid = await askUntilAnswered(
          cluster,
          `SELECT pid AS answer FROM pg_stat_activity WHERE application_name LIKE 'belfry serve%'`,
        );
        if (typeof pid === 'number') return pid;
        await delay(25);
      }
      return assert.fail('the lock is not held again');
    };
    for (let round = 0; round < 4; round += 1) {
      const backend = await untilHeld();
      const killed = cluster.pid;
      assert.ok(killed);
      process.kill(backend, 'SIGKILL');
      // The lock is missed and asked for again and again, until and while the next postmaster starts.
      await delay(round * 15);
      process.kill(killed, 'SIGKILL');
      while (lost === null && (cluster.pid === killed || cluster.pid === null)) await delay(10);
      await untilHeld();
      assert.equal(lost, null);
    }
  });

  it('openCluster() takes over after kill -9 of the server', async () => {
    const dataDir = aDirectory();
    const { child } = await aServerProcess(dataDir);
    child.kill('SIGKILL');
    await once(child, 'close');
    const cluster = await open(dataDir);
    assert.equal(await ask(cluster, 'owner', 'SELECT 1 AS answer'), 1);
  });

  // Where nothing tells PostgreSQL that its desk is dead, it stays: simulated by a postmaster that no lock file names.
  it('openCluster() stops the PostgreSQL that a killed server left and starts its own', async () => {
    const dataDir = aDirectory();
    const { child, postmasterPid } = await aServerProcess(dataDir);
    child.kill('SIGSTOP');
    const lockFile = path.join(dataDir, 'serve.lock');
    const { pid } = JSON.parse(readFileSync(lockFile, 'utf8'));
    assert.equal(pid, child.pid);
    // The stopped process still holds the advisory lock, so without its lock file it is recognised all the same.
    rmSync(lockFile);
    await assert.rejects(open(dataDir), failsWith('cluster.in_use', new RegExp(`process ${child.pid} `)));
    assert.ok(isAlive(postmasterPid));
    child.kill('SIGKILL');
    await once(child, 'close');
    const cluster = await open(dataDir);
    assert.notEqual(cluster.pid, postmasterPid);
    assert.equal(await ask(cluster, 'owner', 'SELECT 1 AS answer'), 1);
  });

  // After a reboot the pid in postmaster.pid can belong to anybody: nobody is stopped and the start goes on.
  it('openCluster() ignores a postmaster.pid and a lock file that name a stranger', async () => {
    const dataDir = aDirectory();
    const first = await open(dataDir);
    const kept = readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8');
    await first.stop();
    const socketLock = path.join(dataDir, 'socket/.s.PGSQL.5432.lock');
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...(runsAsRoot ? { uid: 65534 } : {}) });
    writeFileSync(path.join(dataDir, 'postgres/postmaster.pid'), kept.replace(/^\d+/, String(stranger.pid)));
    writeFileSync(socketLock, `${stranger.pid}\n`);
    writeFileSync(
      path.join(dataDir, 'serve.lock'),
      JSON.stringify({ pid: stranger.pid, life: 'another life' }),
    );
    const second = await open(dataDir);
    assert.equal(await ask(second, 'owner', 'SELECT 1 AS answer'), 1);
    assert.ok(isAlive(Number(stranger.pid)));
    stranger.kill('SIGKILL');
  });
});

describe('openCluster() twice on one directory', () => {
  it('openCluster() refuses a second server and names the first', async () => {
    const dataDir = aDirectory();
    const { child } = await aServerProcess(dataDir);
    await assert.rejects(open(dataDir), failsWith('cluster.in_use', new RegExp(`process ${child.pid} `)));
    child.kill('SIGKILL');
    await once(child, 'close');
  });

  it('openCluster() lets exactly one of three starters win', async () => {
    const dataDir = aDirectory();
    const starts = await Promise.allSettled([open(dataDir), open(dataDir), open(dataDir)]);
    assert.equal(starts.filter((start) => start.status === 'fulfilled').length, 1);
  });

  it('openCluster() as a guest uses the running PostgreSQL and leaves it running', async () => {
    const dataDir = aDirectory();
    const server = await open(dataDir);
    const guest = await open(dataDir, { mode: 'guest' });
    assert.equal(guest.pid, server.pid);
    assert.equal(await ask(guest, 'owner', 'SELECT 1 AS answer'), 1);
    await guest.stop();
    assert.equal(await ask(server, 'owner', 'SELECT 1 AS answer'), 1);
  });

  it('openCluster() as a guest of nobody starts PostgreSQL and stops it', async () => {
    const dataDir = aDirectory();
    const guest = await open(dataDir, { mode: 'guest' });
    assert.equal(await ask(guest, 'owner', 'SELECT 1 AS answer'), 1);
    await guest.stop();
    assert.deepEqual(postgresProcessesOn(path.join(dataDir, 'postgres')), []);
  });
});

describe('chooseSocketDir() and makePrivate()', () => {
  it('chooseSocketDir() keeps a short path and derives one name from a long path', () => {
    assert.equal(chooseSocketDir('/srv/belfry'), '/srv/belfry/socket');
    const long = `/srv/${'x'.repeat(120)}`;
    assert.match(chooseSocketDir(long, '/tmp'), /^\/tmp\/belfry-[0-9a-f]{16}$/);
    assert.equal(chooseSocketDir(long, '/tmp'), chooseSocketDir(long, '/tmp'));
    assert.notEqual(chooseSocketDir(long, '/tmp'), chooseSocketDir(`${long}y`, '/tmp'));
  });

  // In a shared temporary directory anybody may wait with the name that Belfry is going to use.
  it('makePrivate() refuses a directory of somebody else and a link', { skip: !runsAsRoot }, () => {
    const directory = aDirectory('taken');
    mkdirSync(directory);
    spawnSync('chown', ['65534', directory]);
    assert.throws(() => makePrivate(directory, null), failsWith('cluster.directory_unusable'));
    const link = aDirectory('link');
    spawnSync('ln', ['-s', '/tmp', link]);
    assert.throws(() => makePrivate(link, null), failsWith('cluster.directory_unusable'));
  });
});

describe('openCluster() with a database URL', () => {
  async function aFreePort(): Promise<number> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  it('openCluster() uses an external PostgreSQL with the application role set from the first query', async () => {
    const port = String(await aFreePort());
    const host = await open(aDirectory(), { settings: { listen_addresses: '127.0.0.1', port } });
    await ask(host, 'owner', `CREATE ROLE landlord LOGIN CREATEROLE PASSWORD 'p@ss word'`);
    await ask(host, 'owner', 'CREATE DATABASE let_out OWNER landlord');
    const databaseUrl = `postgresql://landlord:p%40ss%20word@127.0.0.1:${port}/let_out`;
    await ask(host, 'owner', 'ALTER ROLE belfry_app RENAME TO belfry_other');
    for (let time = 0; time < 2; time += 1) {
      const cluster = await open(aDirectory(), { databaseUrl });
      assert.equal(cluster.pid, null);
      assert.equal(await ask(cluster, 'owner', 'SELECT current_user AS answer'), 'landlord');
      assert.equal(await ask(cluster, 'application', 'SELECT current_user AS answer'), 'belfry_app');
      assert.equal(
        await ask(cluster, 'application', 'SELECT current_database() AS answer', 'postgres'),
        'postgres',
      );
    }
  });

  it('openCluster() says what is wrong with the URL and keeps the password out of it', async () => {
    const bad = open(aDirectory(), { databaseUrl: 'mysql://u:secret@h/d' });
    await assert.rejects(
      bad,
      (error: unknown) => failsWith('cluster.url_malformed')(error) && !String(error).includes('secret'),
    );
    const port = await aFreePort();
    const closed = open(aDirectory(), { databaseUrl: `postgresql://u:secret@127.0.0.1:${port}/d` });
    await assert.rejects(
      closed,
      (error: unknown) => failsWith('cluster.unreachable')(error) && !String(error).includes('secret'),
    );
  });
});
