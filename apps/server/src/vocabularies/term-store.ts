// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse, type Term, type VocabularyName } from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { VocabularyTermTable } from '../platform/database/rows.generated.ts';

function presentTerm(row: Selectable<VocabularyTermTable>): Term {
  return {
    vocabulary: row.vocabulary as VocabularyName,
    id: row.id,
    area: row.area as Term['area'],
    words: row.words as unknown as Term['words'],
    suggestsClass: row.suggests_class as Term['suggestsClass'],
    isActive: row.is_active,
    version: row.version,
  };
}

/** The terms of a vocabulary in the order the organisation gave them, those switched off too. */
export async function listTerms(trx: Sql, vocabulary: VocabularyName): Promise<Term[]> {
  const rows = await trx
    .selectFrom('vocabulary_term')
    .selectAll()
    .where('vocabulary', '=', vocabulary)
    .orderBy('place')
    .orderBy('id')
    .execute();
  return rows.map(presentTerm);
}

/** The same, locked until commit: an order or a new place must begin from what the change before left. */
export async function lockTerms(trx: Sql, vocabulary: VocabularyName): Promise<Term[]> {
  await raw`SELECT pg_advisory_xact_lock(hashtext(${`vocabulary ${vocabulary}`}))`.execute(trx);
  return listTerms(trx, vocabulary);
}

/** Whether a term exists; with `isActive`, whether it can still be chosen. */
export async function termKnown(
  trx: Sql,
  vocabulary: VocabularyName,
  id: string,
  isActive = false,
): Promise<boolean> {
  const row = await trx
    .selectFrom('vocabulary_term')
    .select('is_active')
    .where('vocabulary', '=', vocabulary)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined && (row.is_active || !isActive);
}

/** What stands in the way of a category that a report names; null when nothing does. */
export async function reasonNotCategory(
  trx: Sql,
  id: string | undefined,
): Promise<Refusal<'request.not_valid'> | null> {
  if (id === undefined || (await termKnown(trx, 'category', id))) {
    return null;
  }
  const detail = `No category "${id}"; /api/v1/vocabularies lists them, and a report needs none`;
  return refuse('request.not_valid', detail, [{ pointer: '/category', code: 'unknown', detail }]);
}

export async function insertTerm(trx: Sql, term: Term, place: number): Promise<void> {
  await trx
    .insertInto('vocabulary_term')
    .values({
      vocabulary: term.vocabulary,
      id: term.id,
      place,
      area: term.area,
      suggests_class: term.suggestsClass,
      words: JSON.stringify(term.words),
      is_active: term.isActive,
      version: term.version,
    })
    .execute();
}

export async function updateTerm(trx: Sql, term: Term): Promise<void> {
  await trx
    .updateTable('vocabulary_term')
    .set({
      area: term.area,
      suggests_class: term.suggestsClass,
      words: JSON.stringify(term.words),
      is_active: term.isActive,
      version: term.version,
    })
    .where('vocabulary', '=', term.vocabulary)
    .where('id', '=', term.id)
    .execute();
}

export async function placeTerms(
  trx: Sql,
  vocabulary: VocabularyName,
  order: readonly string[],
): Promise<void> {
  await raw`UPDATE vocabulary_term SET place = array_position(${order as string[]}::text[], id)
    WHERE vocabulary = ${vocabulary}`.execute(trx);
}
