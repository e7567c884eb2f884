// SPDX-License-Identifier: Apache-2.0
import type { Contact, ContactChannel, ContactGroup, Language, PersonId } from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { ContactTable } from '../platform/database/rows.generated.ts';
import { phoneKey, phonePattern } from './phone-number.ts';

export type ContactRow = Selectable<ContactTable> & { verified_by_name: string | null };

export interface ContactFields {
  readonly name: string;
  readonly organisation: string;
  readonly group: ContactGroup;
  readonly title: string;
  readonly language: Language | null;
  readonly channels: readonly ContactChannel[];
  readonly notes: string;
}

const WORDS_MAX = 8;

/** Where the organisation is: a number without a country is one of there. */
export async function countryOf(trx: Sql): Promise<string> {
  const row = await trx.selectFrom('organisation').select('country').executeTakeFirst();
  return row?.country ?? '';
}

function selectContacts(trx: Sql) {
  return trx
    .selectFrom('contact')
    .leftJoin('person', 'person.id', 'contact.verified_by')
    .selectAll('contact')
    .select('person.name as verified_by_name');
}

export function presentContact(row: ContactRow): Contact {
  return {
    id: row.id,
    name: row.name,
    organisation: row.organisation,
    group: row.contact_group as ContactGroup,
    title: row.title,
    language: row.language as Language | null,
    channels: row.channels as unknown as ContactChannel[],
    notes: row.notes,
    verifiedAt: row.verified_at?.toISOString() ?? null,
    verifiedBy:
      row.verified_by === null ? null : { id: row.verified_by as PersonId, name: row.verified_by_name ?? '' },
    archivedAt: row.archived_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** LIKE patterns for what somebody typed: each word must stand somewhere. */
export function likePatterns(q: string): string[] {
  const words = q.toLowerCase().trim().split(/\s+/).filter(Boolean).slice(0, WORDS_MAX);
  return words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}

export interface ContactFilter {
  readonly q?: string | undefined;
  readonly group?: ContactGroup | undefined;
  readonly isArchived: boolean;
}

/** Contacts by name, from where a page ended. */
export async function listContactRows(
  trx: Sql,
  { group, isArchived, q = '' }: ContactFilter,
  after: readonly [string, string] | null,
  countMax: number,
): Promise<ContactRow[]> {
  let query = selectContacts(trx)
    .where('contact.archived_at', isArchived ? 'is not' : 'is', null)
    .orderBy(raw`lower(contact.name)`)
    .orderBy('contact.id')
    .limit(countMax);
  if (group !== undefined) {
    query = query.where('contact.contact_group', '=', group);
  }
  const patterns = likePatterns(q);
  if (patterns.length > 0) {
    const number = phonePattern(q, await countryOf(trx));
    const words = raw<boolean>`contact.search LIKE ALL (${patterns}::text[])`;
    query = query.where(
      number === null
        ? words
        : raw<boolean>`(${words} OR EXISTS (SELECT FROM unnest(contact.phone_keys) AS key WHERE key LIKE ${number}))`,
    );
  }
  if (after !== null) {
    query = query.where(raw<boolean>`(lower(contact.name), contact.id) > (${after[0]}, ${after[1]}::uuid)`);
  }
  return query.execute();
}

export async function lockContact(trx: Sql, id: string): Promise<ContactRow | undefined> {
  const locked = await trx
    .selectFrom('contact')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? undefined : findContactRow(trx, id);
}

export function findContactRow(trx: Sql, id: string): Promise<ContactRow | undefined> {
  return selectContacts(trx).where('contact.id', '=', id).executeTakeFirst();
}

async function columnsOf(trx: Sql, fields: ContactFields) {
  const country = await countryOf(trx);
  const values = fields.channels.map(({ value }) => value);
  const keys = fields.channels
    .filter(({ kind }) => kind !== 'mail')
    .map(({ value }) => phoneKey(value, country))
    .filter((key) => key !== null);
  return {
    name: fields.name,
    organisation: fields.organisation,
    contact_group: fields.group,
    title: fields.title,
    language: fields.language,
    channels: JSON.stringify(fields.channels),
    notes: fields.notes,
    search: [fields.name, fields.organisation, ...values].join('\n').toLowerCase(),
    phone_keys: keys,
  };
}

export async function insertContact(trx: Sql, id: string, fields: ContactFields, now: Date): Promise<void> {
  await trx
    .insertInto('contact')
    .values({ id, ...(await columnsOf(trx, fields)), added_at: now })
    .execute();
}

export async function updateContact(
  trx: Sql,
  row: ContactRow,
  fields: ContactFields,
  states: {
    readonly verified?: { readonly at: Date; readonly by: string } | undefined;
    readonly archivedAt: Date | null;
  },
): Promise<void> {
  await trx
    .updateTable('contact')
    .set({
      ...(await columnsOf(trx, fields)),
      archived_at: states.archivedAt,
      version: row.version + 1,
      ...(states.verified === undefined
        ? {}
        : { verified_at: states.verified.at, verified_by: states.verified.by }),
    })
    .where('id', '=', row.id)
    .execute();
}
