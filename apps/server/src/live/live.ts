// SPDX-License-Identifier: Apache-2.0
import { sql } from 'kysely';
import pg from 'pg';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { decodeEntry, OUTBOX_CHANNEL } from '../platform/outbox/outbox.ts';

/** What a follower is told: enough to know what to load again, and nothing they may not see. */
export interface LiveChange {
  readonly position: number;
  readonly kind: string;
  readonly incident: string | null;
  readonly report: string | null;
  readonly finding: string | null;
  /** Whose act it was: what one did oneself may move one's page, what others did may not. */
  readonly by: 'you' | 'others' | 'system';
}

export interface Follower {
  readonly personId: string;
  /** Who follows, with what they may do now: a connection stays open for longer than a role does. Null: nobody any more. */
  readonly identify: () => Promise<PersonActor | null>;
  readonly tell: (changes: readonly LiveChange[]) => void;
  /** The desk stops: a connection that stays open would keep it from stopping. */
  readonly end: () => void;
}

export interface LiveLog {
  warn(details: object, message: string): void;
}

/** Changes gather for this long before followers are told, so that a burst costs each of them one query. */
const GATHER_MS = 150;
const RECONNECT_MS = 1_000;
/** A follower further behind than this loads the page again instead. */
const CHANGES_MAX = 500;

/** Passes on what was committed: PostgreSQL announces it, and each follower reads it through their own wall. */
export class Live {
  readonly #followers = new Set<Follower>();
  readonly #database: Database;
  readonly #connection: () => pg.ClientConfig;
  readonly #log: LiveLog;
  #client: pg.Client | null = null;
  #pending: { first: number; last: number } | null = null;
  #last = 0;
  #stopped = false;

  constructor(database: Database, connection: () => pg.ClientConfig, log: LiveLog) {
    this.#database = database;
    this.#connection = connection;
    this.#log = log;
  }

  async start(): Promise<void> {
    await this.#listen();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const follower of this.#followers) {
      follower.end();
    }
    this.#followers.clear();
    await this.#client?.end().catch(() => undefined);
  }

  follow(follower: Follower): () => void {
    if (this.#stopped) {
      follower.end();
      return () => undefined;
    }
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  followersOf(personId: string): number {
    return [...this.#followers].filter((follower) => follower.personId === personId).length;
  }

  async #listen(): Promise<void> {
    const client = new pg.Client(this.#connection());
    // Once connected, 'end' follows every 'error'; before that, connect() rejects.
    client.on('error', () => undefined);
    client.on('notification', (message) => this.#gather(message.payload ?? ''));
    await client.connect();
    client.once('end', () => this.#reconnect());
    this.#client = client;
    await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
    const head = await client.query<{ position: string }>('SELECT position FROM outbox_head');
    const position = Number(head.rows[0]?.position ?? 0);
    // What was committed while nobody listened is told now.
    if (this.#last > 0 && position > this.#last) {
      this.#gather(JSON.stringify({ first: this.#last + 1, last: position }));
    }
    this.#last = position;
  }

  #reconnect(): void {
    this.#client = null;
    if (this.#stopped) {
      return;
    }
    setTimeout(() => {
      if (!this.#stopped) {
        this.#listen().catch((error: unknown) => {
          this.#log.warn({ err: error }, 'Cannot follow the record yet: the database does not answer');
          this.#reconnect();
        });
      }
    }, RECONNECT_MS).unref();
  }

  #gather(payload: string): void {
    const { first, last } = JSON.parse(payload) as { first: number; last: number };
    if (this.#pending === null) {
      this.#pending = { first, last };
      setTimeout(() => void this.#flush(), GATHER_MS).unref();
    } else {
      this.#pending = {
        first: Math.min(first, this.#pending.first),
        last: Math.max(last, this.#pending.last),
      };
    }
    this.#last = Math.max(this.#last, last);
  }

  async #flush(): Promise<void> {
    const range = this.#pending;
    this.#pending = null;
    if (range === null) {
      return;
    }
    for (const follower of this.#followers) {
      try {
        const actor = await follower.identify();
        const changes =
          actor === null ? [] : await readChanges(this.#database, actor, range.first, range.last);
        if (changes.length > 0) {
          follower.tell(changes);
        }
      } catch (error) {
        this.#log.warn({ err: error }, 'Cannot tell a follower what changed');
      }
    }
  }
}

function readChanges(
  database: Database,
  actor: PersonActor,
  first: number,
  last: number,
): Promise<LiveChange[]> {
  return database.read(actor, async (reading) => {
    const found = await sql<{ position: number; event: string; canonical: string }>`
      SELECT position, event, canonical FROM outbox
      WHERE position BETWEEN ${first} AND ${last} 
        AND (incident_id IS NOT NULL OR report_id IS NOT NULL OR event LIKE 'log_alarm.%'
          OR split_part(subject, ':', 1) IN ('finding', 'suppression', 'detection_review'))
      ORDER BY position DESC LIMIT ${CHANGES_MAX}`.execute(reading.sql);
    return found.rows.reverse().map((row) => {
      const entry = decodeEntry(row.canonical);
      return {
        position: row.position,
        kind: row.event,
        incident: entry.incident?.reference ?? null,
        report: entry.subject.kind === 'report' ? entry.subject.reference : null,
        finding: entry.subject.kind === 'finding' ? entry.subject.reference : null,
        by: whoseAct(entry.actor, actor),
      };
    });
  });
}

function whoseAct(done: ReturnType<typeof decodeEntry>['actor'], follower: PersonActor): LiveChange['by'] {
  if (done.kind === 'system') {
    return 'system';
  }
  return done.kind === 'person' && done.id === follower.id ? 'you' : 'others';
}
