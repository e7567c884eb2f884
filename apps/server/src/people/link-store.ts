// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';
import { findOrganisation } from '../organisation/index.ts';
import { hashOfSecret, isSecret } from '../platform/authentication/secret.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import { personSubject, reasonNotInState } from './person.ts';
import { findPersonByEmail } from './person-store.ts';

/** A link that opens one door once. The secret stands after the `#`, so no server log or proxy ever sees it. */
export interface MadeLink {
  readonly path: string;
  readonly expiresAt: Date;
}

/** Makes a link and ends the ones made for the same purpose before: only the newest opens. */
export async function makeLink(
  { sql, now, ids }: Pick<Changing, 'sql' | 'now' | 'ids'>,
  wanted: { purpose: 'setup' } | { purpose: 'invitation'; personId: string },
): Promise<MadeLink> {
  const personId = wanted.purpose === 'invitation' ? wanted.personId : null;
  await sql
    .deleteFrom('one_time_link')
    .where('purpose', '=', wanted.purpose)
    .where('person_id', personId === null ? 'is' : '=', personId)
    .where('used_at', 'is', null)
    .execute();
  const secret = ids.secret();
  const ageMsMax = personId === null ? limits.setupLinkAgeMsMax : limits.invitationAgeMsMax;
  const expiresAt = new Date(now.getTime() + ageMsMax);
  await sql
    .insertInto('one_time_link')
    .values({
      id: ids.uuid(),
      purpose: wanted.purpose,
      person_id: personId,
      secret_hash: hashOfSecret(secret),
      made_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { path: `/${wanted.purpose}#${secret}`, expiresAt };
}

/** The link behind a secret while it may be used. */
export async function findLink(
  sql: Sql,
  purpose: 'setup' | 'invitation',
  secret: string,
  now: Date,
): Promise<{ id: string; personId: string | null; expiresAt: Date } | Refusal<'link.not_accepted'>> {
  const row = isSecret(secret)
    ? await sql
        .selectFrom('one_time_link')
        .select(['id', 'person_id', 'expires_at'])
        .where('purpose', '=', purpose)
        .where('secret_hash', '=', hashOfSecret(secret))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst()
    : undefined;
  return row === undefined
    ? refuse('link.not_accepted')
    : { id: row.id, personId: row.person_id, expiresAt: row.expires_at };
}

/** @returns false when somebody else used it in the same moment */
export async function spendLink(sql: Sql, id: string, now: Date): Promise<boolean> {
  const row = await sql
    .updateTable('one_time_link')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * A link to set this desk up, or null when that has happened. Every start makes a new one: whoever read an old
 * terminal has nothing.
 */
export async function setupLink(database: Database): Promise<MadeLink | null> {
  return await database.change(systemActor('desk-starts'), async (changing) => {
    const { sql } = changing;
    const there = await sql.selectFrom('organisation').select('name').executeTakeFirst();
    return there === undefined ? await makeLink(changing, { purpose: 'setup' }) : null;
  });
}

/**
 * A new way in for somebody who lost every other, made on the machine itself: for the only administrator, whom
 * nobody can invite again. The record tells that it was made.
 */
export async function accessLink(
  database: Database,
  email: string,
): Promise<(MadeLink & { publicUrl: string }) | Refusal<'person.not_found' | 'person.state_does_not_allow'>> {
  return await database.change(systemActor('access-is-given-on-the-machine'), async (changing) => {
    const person = await findPersonByEmail(changing.sql, email);
    if (person === null) {
      return refuse('person.not_found', `Nobody has the mail address "${email}"`);
    }
    const wrong = reasonNotInState(person.state, ['invited', 'active']);
    if (wrong !== null) {
      return wrong;
    }
    const organisation = await findOrganisation(changing.sql);
    changing.record({
      event: 'person.invited',
      subject: personSubject(person),
      text: 'to begin anew with their ways to sign in',
    });
    const link = await makeLink(changing, { purpose: 'invitation', personId: person.id });
    return { ...link, publicUrl: organisation?.publicUrl ?? '' };
  });
}

/** Ends what was sent to a person: nothing of it opens any more. */
export async function endLinks(trx: Sql, personId: string): Promise<void> {
  await trx.deleteFrom('one_time_link').where('person_id', '=', personId).execute();
}
