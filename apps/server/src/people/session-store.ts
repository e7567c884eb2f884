// SPDX-License-Identifier: Apache-2.0
import { limits, type Session, type signInWays } from '@belfry/contract';
import { hashOfSecret } from '../platform/authentication/secret.ts';
import type { Changing, Sql } from '../platform/database/database.ts';

export type SignInWay = (typeof signInWays)[number];

/** From where somebody signs in, as far as it can be told. */
export interface Visitor {
  readonly address: string;
  readonly device: string;
}

export interface SessionRow {
  readonly id: string;
  readonly way: SignInWay;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly address: string;
  readonly device: string;
}

/**
 * Opens a session under a secret of its own: whatever cookie the browser had before opens nothing of it
 * (session fixation).
 */
export async function openSession(
  { sql, now }: Pick<Changing, 'sql' | 'now'>,
  session: {
    readonly id: string;
    readonly secret: string;
    readonly personId: string;
    readonly stage: Session['stage'];
    readonly way: SignInWay;
    readonly visitor: Visitor;
  },
): Promise<void> {
  await sql
    .insertInto('session')
    .values({
      id: session.id,
      person_id: session.personId,
      secret_hash: hashOfSecret(session.secret),
      stage: session.stage,
      way: session.way,
      started_at: now,
      proved_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + limits.sessionAgeMsMax),
      address: session.visitor.address,
      device: session.visitor.device,
    })
    .execute();
}

/** Makes a session whole once a second factor exists, under a new secret. */
export async function completeSession(sql: Sql, id: string, secret: string, now: Date): Promise<void> {
  await sql
    .updateTable('session')
    .set({ stage: 'complete', secret_hash: hashOfSecret(secret), proved_at: now })
    .where('id', '=', id)
    .execute();
}

/** Ends the sessions of a person that wait for a second factor, but one. */
export async function endEnrolments(sql: Sql, personId: string, except: string, now: Date): Promise<void> {
  await sql
    .updateTable('session')
    .set({ ended_at: now })
    .where('person_id', '=', personId)
    .where('stage', '=', 'enrolment')
    .where('ended_at', 'is', null)
    .where('id', '<>', except)
    .execute();
}

export async function noteProof(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.updateTable('session').set({ proved_at: now }).where('id', '=', id).execute();
}

/** Ends sessions of a person: one, or all but one, or all. @returns those that were open */
export async function endSessions(
  sql: Sql,
  personId: string,
  now: Date,
  which: { only?: string; except?: string } = {},
): Promise<{ id: string; device: string }[]> {
  let query = sql
    .updateTable('session')
    .set({ ended_at: now })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now);
  if (which.only !== undefined) {
    query = query.where('id', '=', which.only);
  }
  if (which.except !== undefined) {
    query = query.where('id', '<>', which.except);
  }
  return await query.returning(['id', 'device']).execute();
}

export async function listSessions(sql: Sql, personId: string, now: Date): Promise<SessionRow[]> {
  const rows = await sql
    .selectFrom('session')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', new Date(now.getTime() - limits.sessionIdleMsMax))
    .orderBy('started_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    way: row.way as SignInWay,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    address: row.address,
    device: row.device,
  }));
}
