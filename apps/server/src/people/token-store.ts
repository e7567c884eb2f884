// SPDX-License-Identifier: Apache-2.0
import { limits, type Permission, type Refusal, refuse } from '@belfry/contract';
import { hashOfSecret, tokenOf } from '../platform/authentication/secret.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import { findPersonByEmail } from './person-store.ts';

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Permission[] | null;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface NewToken {
  readonly personId: string;
  readonly name: string;
  readonly days: number;
  /** Null: whatever the person may do, as their roles change. */
  readonly scopes: readonly Permission[] | null;
}

const DAY_MS = 86_400_000;

/** Makes a token; the text is in the answer and nowhere else. */
export async function makeToken(
  { sql, now, ids, record }: Changing,
  wanted: NewToken,
): Promise<TokenRow & { token: string }> {
  const secret = ids.secret();
  const row = {
    id: ids.uuid(),
    name: wanted.name,
    scopes: wanted.scopes,
    madeAt: now,
    expiresAt: new Date(now.getTime() + wanted.days * DAY_MS),
    lastUsedAt: null,
  };
  await sql
    .insertInto('api_token')
    .values({
      id: row.id,
      person_id: wanted.personId,
      secret_hash: hashOfSecret(secret),
      name: row.name,
      scopes: row.scopes === null ? null : [...row.scopes],
      made_at: now,
      expires_at: row.expiresAt,
    })
    .execute();
  record({
    event: 'token.issued',
    subject: { kind: 'token', id: row.id, reference: row.name },
    changes: [
      { field: 'person', from: null, to: wanted.personId },
      { field: 'scopes', from: null, to: row.scopes === null ? null : [...row.scopes] },
      { field: 'expiresAt', from: null, to: row.expiresAt.toISOString() },
    ],
  });
  return { ...row, token: tokenOf(secret) };
}

/** The tokens of a person that still work, newest first. */
export async function listTokens(sql: Sql, personId: string, now: Date): Promise<TokenRow[]> {
  const rows = await sql
    .selectFrom('api_token')
    .selectAll()
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes as Permission[] | null,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  }));
}

/** @returns the names of the tokens that stopped working */
export async function revokeTokens(
  { sql, now, record }: Changing,
  personId: string,
  only?: string,
): Promise<string[]> {
  let query = sql
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now);
  if (only !== undefined) {
    query = query.where('id', '=', only);
  }
  const rows = await query.returning(['id', 'name']).execute();
  for (const row of rows) {
    record({ event: 'token.revoked', subject: { kind: 'token', id: row.id, reference: row.name } });
  }
  return rows.map((row) => row.name);
}

/** Issues a token on the machine itself, for whoever owns its data directory anyway. */
export async function issueToken(
  database: Database,
  wanted: { email: string; name?: string; days?: number; scopes?: readonly Permission[] },
): Promise<{ id: string; token: string; expiresAt: Date } | Refusal<'person.not_found'>> {
  return await database.change(systemActor('token-is-issued-on-the-machine'), async (changing) => {
    const person = await findPersonByEmail(changing.sql, wanted.email);
    if (person === null || person.state !== 'active') {
      return refuse('person.not_found', `Nobody active has the mail address "${wanted.email}"`);
    }
    return await makeToken(changing, {
      personId: person.id,
      name: wanted.name ?? 'command line',
      days: Math.min(wanted.days ?? limits.tokenAgeDaysDefault, limits.tokenAgeDaysMax),
      scopes: wanted.scopes ?? null,
    });
  });
}
