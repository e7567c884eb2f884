// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, type reassertionMethods } from '@belfry/contract';
import type { Changing, Sql } from '../platform/database/database.ts';
import { type Purpose, type Reassertion, reasonNotUsable } from './reassertion.ts';

/** Writes down what is asked. What nobody answered goes; what was proved stays. */
export async function insertQuestion(
  { sql, now, ids }: Pick<Changing, 'sql' | 'now' | 'ids'>,
  asked: Pick<Reassertion, 'personId' | 'method' | 'purpose'>,
): Promise<Reassertion> {
  const oldest = new Date(now.getTime() - limits.ceremonyAgeMsMax);
  await sql
    .deleteFrom('reassertion')
    .where('asserted_at', 'is', null)
    .where('asked_at', '<', oldest)
    .execute();
  const question = { ...asked, id: ids.uuid(), nonce: ids.secret(), askedAt: now };
  await sql
    .insertInto('reassertion')
    .values({
      id: question.id,
      person_id: question.personId,
      method: question.method,
      purpose: JSON.stringify(question.purpose),
      nonce: question.nonce,
      asked_at: now,
    })
    .execute();
  return { ...question, assertedAt: null, usedAt: null };
}

async function findReassertion(sql: Sql, id: string, personId: string): Promise<Reassertion | null> {
  const row = await sql
    .selectFrom('reassertion')
    .select(['id', 'person_id', 'method', 'purpose', 'nonce', 'asked_at', 'asserted_at', 'used_at'])
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        id: row.id,
        personId: row.person_id,
        method: row.method as (typeof reassertionMethods)[number],
        purpose: row.purpose as unknown as Purpose,
        nonce: row.nonce,
        askedAt: row.asked_at,
        assertedAt: row.asserted_at,
        usedAt: row.used_at,
      };
}

/** A question that waits for its answer. */
export async function findQuestion(
  sql: Sql,
  id: string,
  personId: string,
  now: Date,
): Promise<Reassertion | null> {
  const found = await findReassertion(sql, id, personId);
  const isOpen =
    found !== null &&
    found.assertedAt === null &&
    now.getTime() - found.askedAt.getTime() <= limits.ceremonyAgeMsMax;
  return isOpen ? found : null;
}

/** Keeps the proof. @returns false when the question was answered in the meantime: an answer counts once */
export async function keepProof(sql: Sql, id: string, evidence: object, now: Date): Promise<boolean> {
  const row = await sql
    .updateTable('reassertion')
    .set({ asserted_at: now, evidence: JSON.stringify(evidence) })
    .where('id', '=', id)
    .where('asserted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Spends a proof of the person who acts, in the transaction of the act: two acts that bring the same proof at once
 * wait for each other, and the second finds it used. The digest is of what is about to be done, worked out on the
 * server, never the caller's word.
 */
export async function spendReassertion(
  { sql, now, actor }: Pick<Changing, 'sql' | 'now' | 'actor'>,
  { id, ...wanted }: Purpose & { readonly id: string },
): Promise<Refusal<'reassertion.needed'> | { readonly id: string }> {
  const locked = await sql.selectFrom('reassertion').select('id').where('id', '=', id).forUpdate().execute();
  const personId = actor.kind === 'person' ? actor.id : null;
  const proved = locked.length === 0 || personId === null ? null : await findReassertion(sql, id, personId);
  const refused = reasonNotUsable(proved, wanted, now);
  if (refused !== null) {
    return refused;
  }
  await sql.updateTable('reassertion').set({ used_at: now }).where('id', '=', id).execute();
  return { id };
}
