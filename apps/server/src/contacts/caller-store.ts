// SPDX-License-Identifier: Apache-2.0
import type { ContactChannel, Language } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { countryOf, likePatterns, listContactRows } from './contact-store.ts';
import { phoneKey, phonePattern } from './phone-number.ts';

/** Somebody who is known already: a contact, or one of the desk's own people. */
export interface KnownCaller {
  readonly source: 'contact' | 'person';
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly phone: string;
  readonly email: string;
  readonly language: Language | null;
}

/** Contacts first, then people of the desk. Row-level security narrows contacts to whoever may read them. */
export async function knownCallers(
  trx: Sql,
  q: string,
  { countMax, maySeePeople }: { readonly countMax: number; readonly maySeePeople: boolean },
): Promise<KnownCaller[]> {
  const contacts = (await listContactRows(trx, { q, isArchived: false }, null, countMax)).map(
    (row): KnownCaller => {
      const channels = row.channels as unknown as ContactChannel[];
      const first = (kinds: readonly string[]) => {
        const fitting = channels.filter(({ kind }) => kinds.includes(kind));
        return (fitting.find(({ isPreferred }) => isPreferred) ?? fitting[0])?.value ?? '';
      };
      return {
        source: 'contact',
        id: row.id,
        name: row.name,
        organisation: row.organisation,
        phone: first(['mobile', 'phone']),
        email: first(['mail']),
        language: row.language as Language | null,
      };
    },
  );
  const people = maySeePeople ? await peopleLike(trx, q, countMax) : [];
  return [...contacts, ...people].slice(0, countMax);
}

/** Active people of the desk whose name, address or number is like what was typed. They are never copied. */
export async function peopleLike(trx: Sql, q: string, countMax: number): Promise<KnownCaller[]> {
  const patterns = likePatterns(q);
  const country = await countryOf(trx);
  const number = phonePattern(q, country);
  const rows = await trx
    .selectFrom('person')
    .select(['id', 'name', 'email', 'phone', 'language'])
    .where('state', '=', 'active')
    // A desk has some hundreds of people: numbers are compared here, in whatever form they were written.
    .where(
      number === null
        ? raw<boolean>`lower(name || ' ' || email) LIKE ALL (${patterns}::text[])`
        : raw<boolean>`phone IS NOT NULL`,
    )
    .orderBy(raw`lower(name)`)
    .orderBy('id')
    .execute();
  return rows
    .filter(({ phone }) => number === null || isLike(phoneKey(phone ?? '', country), number))
    .slice(0, countMax)
    .map((row) => ({
      source: 'person',
      id: row.id,
      name: row.name,
      organisation: '',
      phone: row.phone ?? '',
      email: row.email,
      language: row.language as Language,
    }));
}

function isLike(key: string | null, pattern: string): boolean {
  const digits = pattern.replaceAll('%', '');
  return key !== null && (pattern.startsWith('%') ? key.includes(digits) : key.startsWith(digits));
}
