// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Language, type Refusal, type Role, refuse } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { slowHash } from '../platform/authentication/slow-hash.ts';
import { type Actor, systemActor } from '../platform/authorization/actor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import { emailKey, type PersonState, personSubject } from './person.ts';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly language: Language;
  readonly roles: readonly Role[];
  readonly deputyId: string | null;
  readonly state: PersonState;
  readonly createdAt: Date;
}

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly language?: Language;
  readonly phone?: string | null;
  readonly roles: readonly Role[];
  readonly deputyId?: string | null;
  readonly state: PersonState;
}

function fromRow(row: {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  language: string;
  roles: string[];
  deputy_id: string | null;
  state: string;
  created_at: Date;
}): PersonRow {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    language: row.language as Language,
    roles: row.roles as Role[],
    deputyId: row.deputy_id,
    state: row.state as PersonState,
    createdAt: row.created_at,
  };
}

/** @returns null when the mail address is taken */
export async function insertPerson(
  sql: Sql,
  id: string,
  person: NewPerson,
  now: Date,
): Promise<PersonRow | null> {
  const row = await sql
    .insertInto('person')
    .values({
      id,
      name: person.name,
      email: person.email.trim(),
      phone: person.phone ?? null,
      language: person.language ?? 'en',
      roles: [...person.roles],
      deputy_id: person.deputyId ?? null,
      state: person.state,
      created_at: now,
    })
    .onConflict((conflict) => conflict.expression(raw`lower(email)`).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

export async function findPerson(sql: Sql, id: string): Promise<PersonRow | null> {
  const row = await sql.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** The person, locked until commit, so that two changes of roles see each other. */
export async function findPersonForChange(sql: Sql, id: string): Promise<PersonRow | null> {
  const row = await sql.selectFrom('person').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

export async function findPersonByEmail(sql: Sql, email: string): Promise<PersonRow | null> {
  const row = await sql
    .selectFrom('person')
    .selectAll()
    .where(raw<string>`lower(email)`, '=', emailKey(email))
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

export async function updatePerson(
  sql: Sql,
  id: string,
  changed: Partial<Pick<PersonRow, 'name' | 'phone' | 'language' | 'roles' | 'deputyId' | 'state'>>,
): Promise<void> {
  const { deputyId, roles, ...same } = changed;
  await sql
    .updateTable('person')
    .set({
      ...same,
      ...(roles === undefined ? {} : { roles: [...roles] }),
      ...(deputyId === undefined ? {} : { deputy_id: deputyId }),
    })
    .where('id', '=', id)
    .execute();
}

/**
 * Active administrators besides one person. All of them are locked, in one order: of two administrators who take
 * the role from each other at the same moment, the second finds itself to be the last.
 */
export async function countOtherAdministrators(sql: Sql, id: string): Promise<number> {
  const rows = await sql
    .selectFrom('person')
    .select('id')
    .where('state', '=', 'active')
    .where(raw<boolean>`'administrator' = ANY (roles)`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.filter((row) => row.id !== id).length;
}

export interface PeopleWanted {
  readonly words: string | null;
  readonly state: PersonState | null;
  readonly limit: number;
  readonly after: { name: string; id: string } | null;
}

/** A page of people by name, one more than asked for when there is a next page. */
export async function listPeople(sql: Sql, wanted: PeopleWanted): Promise<PersonRow[]> {
  let query = sql.selectFrom('person').selectAll();
  if (wanted.state !== null) {
    query = query.where('state', '=', wanted.state);
  }
  if (wanted.words !== null && wanted.words !== '') {
    const pattern = `%${wanted.words.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(raw<string>`lower(name || ' ' || email)`, 'like', pattern);
  }
  if (wanted.after !== null) {
    const { name, id } = wanted.after;
    query = query.where(raw<boolean>`(lower(name), id) > (lower(${name}), ${id}::uuid)`);
  }
  const rows = await query
    .orderBy(raw`lower(name)`)
    .orderBy('id')
    .limit(wanted.limit + 1)
    .execute();
  return rows.map(fromRow);
}

export async function namesOf(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows =
    ids.length === 0
      ? []
      : await sql
          .selectFrom('person')
          .select(['id', 'name'])
          .where('id', 'in', [...ids])
          .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Keeps a password, replacing the one before. The caller has checked that it is a good one. */
export async function keepPassword(sql: Sql, personId: string, hash: string, now: Date): Promise<void> {
  await sql
    .insertInto('person_password')
    .values({ person_id: personId, hash, set_at: now })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ hash, set_at: now }))
    .execute();
}

/**
 * Adds somebody who can work at once, without an invitation: for the demo, for tests and for whoever fills a desk
 * from a directory. People who join by themselves go through an invitation.
 */
export async function createPerson(
  database: Database,
  actor: Actor,
  person: Omit<NewPerson, 'state'> & { readonly password?: string; readonly state?: PersonState },
): Promise<{ id: string } | Refusal<'person.email_taken'>> {
  const { password, state = 'active', ...fields } = person;
  const hash = password === undefined ? null : await slowHash(password);
  const added = await database.change(actor, async ({ sql, now, ids, record }) => {
    const made = await insertPerson(sql, ids.uuid(), { ...fields, state }, now);
    if (made === null) {
      return refuse('person.email_taken');
    }
    record({
      event: state === 'invited' ? 'person.invited' : 'person.joined',
      subject: personSubject(made),
      changes: [{ field: 'roles', from: null, to: [...made.roles] }],
    });
    return { id: made.id };
  });
  if (hash !== null && !isRefusal(added)) {
    // Credentials are writable for their owner and for Belfry itself only, not for who adds somebody.
    await database.change(systemActor('people-are-added'), ({ sql, now }) =>
      keepPassword(sql, added.id, hash, now),
    );
  }
  return added;
}
