// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import { type Compilable, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { type Actor, isNarrowed } from '../authorization/actor.ts';
import type { Clock, Ids } from '../clock/clock.ts';
import { appendToOutbox, type Entry } from '../outbox/outbox.ts';
import type { DB } from './rows.generated.ts';

export type Sql = Transaction<DB>;

/** A transaction that reads, in the context of somebody. */
export interface Reading {
  readonly sql: Sql;
  readonly actor: Actor;
  readonly now: Date;
}

/** A transaction that changes: what it records is written with it, or neither is. */
export interface Changing extends Reading {
  readonly ids: Ids;
  /** Adds an entry to the record. Written last, right before commit, so positions follow the order of commit. */
  record(entry: Entry): void;
  /** Runs once the transaction has committed; never when it has not. For waking workers, never for state. */
  afterCommit(act: () => void): void;
}

/** The database does not answer, or gave up: nothing of the transaction is left, unless `outcomeUnknown`. */
export class DatabaseUnavailable extends Error {
  readonly code = 'database.unavailable';
  /** The connection broke while committing: the change is whole or absent, and only reading tells. */
  readonly outcomeUnknown: boolean;
  constructor(cause: unknown, outcomeUnknown: boolean) {
    super('Cannot finish the transaction: the database went away', { cause });
    this.outcomeUnknown = outcomeUnknown;
  }
}

export interface Database {
  /** Runs a read-only transaction that sees what the actor may see. */
  read<T>(actor: Actor, work: (reading: Reading) => Promise<T>): Promise<T>;
  /** Runs a changing transaction. A refusal that is returned rolls everything back. */
  change<T>(actor: Actor, work: (changing: Changing) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const POOL_SIZE = 12;
const CONNECT_MS_MAX = 5_000;
const STATEMENT_MS_MAX = 30_000;
const ATTEMPTS_MAX = 4;

/** Dates without a time stay text: a civil date has no instant. Positions fit a double until 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.DATE) {
      return (value: string) => value;
    }
    if (oid === pg.types.builtins.INT8) {
      return Number;
    }
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

/** Opens the application's own connections: the role is not the owner, so row-level security holds. */
export function openDatabase(connection: pg.ClientConfig, clock: Clock, ids: Ids): Database {
  const pool = new pg.Pool({
    ...connection,
    max: POOL_SIZE,
    connectionTimeoutMillis: connection.connectionTimeoutMillis ?? CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    types,
  });
  // A connection that breaks while idle is replaced by the pool; one that breaks in use fails its query, which is
  // where it is dealt with. Both also emit an event that would end the process if nobody listened.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const run = <T>(actor: Actor, changes: boolean, work: (changing: Changing) => Promise<T>) =>
    runTransaction(kysely, { actor, changes, clock, ids }, work);
  return {
    read: (actor, work) => run(actor, false, work),
    change: (actor, work) => run(actor, true, work),
    close: () => kysely.destroy(),
  };
}

interface Setting {
  actor: Actor;
  changes: boolean;
  clock: Clock;
  ids: Ids;
}

class RolledBack extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('Rolled back');
    this.result = result;
  }
}

async function runTransaction<T>(
  kysely: Kysely<DB>,
  setting: Setting,
  work: (changing: Changing) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const progress = { committing: false };
    try {
      return await attemptTransaction(kysely, setting, work, progress);
    } catch (error) {
      if (error instanceof RolledBack) {
        return error.result as T;
      }
      if (isTransient(error) && attempt < ATTEMPTS_MAX) {
        continue;
      }
      if (isUnavailable(error)) {
        throw new DatabaseUnavailable(error, progress.committing);
      }
      throw error;
    }
  }
}

async function attemptTransaction<T>(
  kysely: Kysely<DB>,
  setting: Setting,
  work: (changing: Changing) => Promise<T>,
  progress: { committing: boolean },
): Promise<T> {
  const entries: Entry[] = [];
  const after: (() => void)[] = [];
  const result = await kysely
    .transaction()
    .setAccessMode(setting.changes ? 'read write' : 'read only')
    .execute(async (trx) => {
      await enterContext(trx, setting.actor);
      const now = setting.clock.now();
      const changing: Changing = {
        sql: trx,
        actor: setting.actor,
        now,
        ids: setting.ids,
        record: (entry) => entries.push(entry),
        afterCommit: (act) => after.push(act),
      };
      const value = await work(changing);
      if (isRefusal(value)) {
        throw new RolledBack(value);
      }
      if (entries.length > 0) {
        await appendToOutbox(trx, setting.actor, now, setting.ids, entries);
      }
      progress.committing = setting.changes;
      return value;
    });
  for (const act of after) {
    act();
  }
  return result;
}

/** Tells the database who asks. Set for this transaction only; a pooled connection keeps nothing of it. */
async function enterContext(trx: Sql, actor: Actor): Promise<void> {
  const person = actor.kind === 'person' ? actor.id : '';
  const permissions = actor.kind === 'person' ? [...actor.permissions].join(',') : '';
  const report = actor.kind === 'reporter' ? (actor.reportId ?? '') : '';
  const system = actor.kind === 'system' ? 'on' : '';
  const narrowed = isNarrowed(actor) ? 'on' : '';
  await sql`SELECT set_config('belfry.person', ${person}, true), set_config('belfry.permissions', ${permissions}, true),
    set_config('belfry.report', ${report}, true), set_config('belfry.system', ${system}, true),
    set_config('belfry.narrowed', ${narrowed}, true)`.execute(trx);
}

/** Lets the context see the incident it just declared, also where its token may see no other. */
export async function enterIncident(trx: Sql, incidentId: string): Promise<void> {
  await sql`SELECT set_config('belfry.incident', ${incidentId}, true)`.execute(trx);
}

/** Narrows the context to a report that was just made by a reporter: from here on they may see it. */
export async function enterReport(trx: Sql, reportId: string): Promise<void> {
  await sql`SELECT set_config('belfry.report', ${reportId}, true)`.execute(trx);
}

/**
 * Runs a consequence of a change where its author need not see the rows it touches: raising the alert of an
 * incident just restricted, preparing feedback for reports beyond a token's scopes. What the work returns must
 * not become an answer. The author stays the actor on record.
 */
export async function beyondTheWall<T>(trx: Sql, work: () => Promise<T>): Promise<T> {
  const before = await sql<{ setting: string | null }>`
    WITH before AS MATERIALIZED (SELECT current_setting('belfry.system', true) AS setting)
    SELECT setting, set_config('belfry.system', 'on', true) FROM before`.execute(trx);
  const result = await work();
  // Not in a finally: after a failed statement the transaction takes no more, and rolling back restores the setting.
  await sql`SELECT set_config('belfry.system', ${before.rows[0]?.setting ?? ''}, true)`.execute(trx);
  return result;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Deadlock or serialization failure: PostgreSQL undid everything and asks for another go. */
function isTransient(error: unknown): boolean {
  return ['40P01', '40001'].includes(codeOf(error));
}

function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  // Class 08 connection exceptions, 57P shutdowns, 57014 a statement that took too long, such as one that waited for
  // somebody's lock, class 53 no disk, memory or connections left; the rest is the socket's own.
  if (
    /^(08|57P|57014|53)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'EACCES'].includes(code)
  ) {
    return true;
  }
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

/** The one row a query is sure to give; its absence is a bug, not a refusal. */
export function theRow<T>(rows: readonly T[], query?: Compilable): T {
  const [row] = rows;
  if (row === undefined) {
    throw new Error(`Expected a row and found none${query === undefined ? '' : `: ${query.compile().sql}`}`);
  }
  return row;
}
