// SPDX-License-Identifier: Apache-2.0
import { limits, type Permission, permissionsOf, type Refusal, type Role, refuse } from '@belfry/contract';
import { anybody, type PersonActor, type ReporterActor, systemActor } from '../authorization/actor.ts';
import type { Database, Sql } from '../database/database.ts';
import { hashOfSecret, secretOfToken } from './secret.ts';
import { sessionSecret } from './session-cookie.ts';

export interface Headers {
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
}

/** A browser session as a request finds it. */
export interface SessionFound {
  readonly actor: PersonActor;
  readonly stage: 'enrolment' | 'complete';
  readonly provedAt: Date;
}

export interface Authenticator {
  /** Who calls. Nobody, or a session that has yet to enrol a second factor, is `anybody`; a bad token is a refusal. */
  authenticate(
    headers: Headers,
    now: Date,
  ): Promise<PersonActor | ReporterActor | Refusal<'session.token_not_accepted'>>;
  /** The browser session behind a request, whatever its stage; read fresh, for the pages that enrol. */
  session(headers: Headers, now: Date): Promise<SessionFound | null>;
  /** Forgets what was looked up for a person: their next request asks the database. */
  forget(personId: string): void;
}

/**
 * How long a looked-up session or token is believed. This process forgets at once what it revokes itself; another
 * process beside it needs this long.
 */
const BELIEVED_MS = 3_000;
const REMEMBERED_MAX = 10_000;
/** `last seen` is written at most this often. */
const SEEN_STEP_MS = 60_000;
const lookingUp = systemActor('authentication');

interface Remembered {
  readonly found: SessionFound | PersonActor;
  readonly until: number;
}

export function createAuthenticator(database: Database, isHttps: () => boolean): Authenticator {
  const remembered = new Map<string, Remembered>();
  let forgotten = 0;

  const remember = (key: string, found: Remembered['found'], now: Date) => {
    if (remembered.size >= REMEMBERED_MAX) {
      remembered.clear();
    }
    remembered.set(key, { found, until: now.getTime() + BELIEVED_MS });
  };
  /** What was looked up a moment ago, or is now. Believing it does not make it younger: it is asked for again in time. */
  const recallOr = async (
    key: string,
    now: Date,
    lookUp: (database: Database, key: string, now: Date) => Promise<Remembered['found'] | null>,
  ) => {
    const known = remembered.get(key);
    if (known !== undefined && known.until > now.getTime()) {
      return known.found;
    }
    const before = forgotten;
    const found = await lookUp(database, key, now);
    // What was looked up while somebody was forgotten may be what they were before.
    if (found !== null && before === forgotten) {
      remember(key, found, now);
    }
    return found;
  };

  const findToken = async (header: string, now: Date) => {
    const [scheme, token = ''] = header.split(/ +/, 2);
    const secret = scheme?.toLowerCase() === 'bearer' ? secretOfToken(token) : null;
    if (secret === null) {
      return refuse('session.token_not_accepted');
    }
    const known = await recallOr(hashOfSecret(secret), now, lookUpToken);
    return known !== null && 'kind' in known ? known : refuse('session.token_not_accepted');
  };
  const findSession = async (cookie: string | undefined, now: Date, fresh: boolean) => {
    const secret = sessionSecret(cookie, isHttps());
    if (secret === null) {
      return null;
    }
    const key = hashOfSecret(secret);
    if (fresh) {
      remembered.delete(key);
    }
    const known = await recallOr(key, now, lookUpSession);
    return known === null || 'kind' in known ? null : known;
  };

  return {
    async authenticate(headers, now) {
      if (headers.authorization !== undefined) {
        return await findToken(headers.authorization, now);
      }
      const session = await findSession(headers.cookie, now, false);
      return session === null || session.stage !== 'complete' ? anybody : session.actor;
    },
    session: (headers, now) => findSession(headers.cookie, now, true),
    forget(personId) {
      forgotten += 1;
      for (const [key, { found }] of remembered) {
        const id = 'kind' in found ? found.id : found.actor.id;
        if (id === personId) {
          remembered.delete(key);
        }
      }
    },
  };
}

interface PersonRow {
  person_id: string;
  name: string;
  email: string;
  language: string;
  roles: string[];
}

function actorOf(row: PersonRow, via: PersonActor['via'], permissions: ReadonlySet<Permission>): PersonActor {
  return {
    kind: 'person',
    id: row.person_id,
    name: row.name,
    email: row.email,
    language: row.language,
    roles: row.roles as Role[],
    permissions,
    via,
  };
}

const personColumns = ['person.name', 'person.email', 'person.language', 'person.roles'] as const;

async function lookUpToken(database: Database, key: string, now: Date): Promise<PersonActor | null> {
  const row = await database.read(lookingUp, ({ sql }) =>
    sql
      .selectFrom('api_token')
      .innerJoin('person', 'person.id', 'api_token.person_id')
      .select(['api_token.id', 'person_id', 'scopes', 'last_used_at', ...personColumns])
      .where('secret_hash', '=', key)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .where('person.state', '=', 'active')
      .executeTakeFirst(),
  );
  if (row === undefined) {
    return null;
  }
  if (isStale(row.last_used_at, now)) {
    await database.change(lookingUp, ({ sql }) =>
      sql.updateTable('api_token').set({ last_used_at: now }).where('id', '=', row.id).execute(),
    );
  }
  // A scope can only take away: what the roles no longer give, a token made earlier no longer gives either.
  const held = permissionsOf(row.roles as Role[]);
  const scopes = row.scopes === null ? null : new Set(row.scopes);
  const permissions = new Set([...held].filter((name) => scopes === null || scopes.has(name)));
  return { ...actorOf(row, { kind: 'token', id: row.id }, permissions), isScoped: scopes !== null };
}

async function lookUpSession(database: Database, key: string, now: Date): Promise<SessionFound | null> {
  const row = await database.read(lookingUp, ({ sql }) => selectSession(sql, key, now));
  if (row === undefined) {
    return null;
  }
  if (isStale(row.last_seen_at, now)) {
    await database.change(lookingUp, ({ sql }) =>
      sql.updateTable('session').set({ last_seen_at: now }).where('id', '=', row.id).execute(),
    );
  }
  const permissions = row.stage === 'complete' ? permissionsOf(row.roles as Role[]) : new Set<Permission>();
  return {
    actor: actorOf(row, { kind: 'session', id: row.id }, permissions),
    stage: row.stage === 'complete' ? 'complete' : 'enrolment',
    provedAt: row.proved_at,
  };
}

function selectSession(sql: Sql, key: string, now: Date) {
  return sql
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select(['session.id', 'person_id', 'stage', 'proved_at', 'last_seen_at', ...personColumns])
    .where('secret_hash', '=', key)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', new Date(now.getTime() - limits.sessionIdleMsMax))
    .where('person.state', '=', 'active')
    .executeTakeFirst();
}

function isStale(seenAt: Date | null, now: Date): boolean {
  return seenAt === null || now.getTime() - seenAt.getTime() >= SEEN_STEP_MS;
}
