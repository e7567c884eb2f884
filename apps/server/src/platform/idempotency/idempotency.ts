// SPDX-License-Identifier: Apache-2.0
import { createHash, createHmac } from 'node:crypto';
import { isRefusal, limits, type Refusal, refuse } from '@belfry/contract';
import { canonicalJson, type Json } from '@belfry/ledger';
import { systemActor } from '../authorization/actor.ts';
import type { Changing, Database } from '../database/database.ts';
import type { DueWork } from '../jobs/index.ts';

/** A call that may come twice and must count once. */
export interface Once {
  /** What the database keeps of route, caller and key: it leads back to none of them. */
  readonly id: string;
  /** A digest of the request under the key itself: without the key nobody can try out what was sent. */
  readonly fingerprint: string;
}

const keyForm = /^[\x21-\x7E]{1,255}$/;
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Random characters without form: sixteen from a set of 62 are 95 bits. */
const RANDOM_CHARACTERS_MIN = 16;
const DISTINCT_CHARACTERS_MIN = 8;

/**
 * Reads an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a string in quotes as the draft writes it,
 * or the bare characters that most clients send.
 *
 * @param isSecret whether the key is all that tells one caller from another, and so must be unguessable
 */
export function readIdempotencyKey(
  header: string | string[] | undefined,
  isSecret: boolean,
): string | null | Refusal<'request.idempotency_key_not_valid'> {
  if (header === undefined) {
    return null;
  }
  const text = Array.isArray(header) ? '' : header.trim();
  const key = /^"(.*)"$/.exec(text)?.[1] ?? text;
  if (!keyForm.test(key) || key.includes('"')) {
    return refuse('request.idempotency_key_not_valid', 'Send 1 to 255 visible ASCII characters');
  }
  const isUnguessable =
    uuidForm.test(key) ||
    (key.length >= RANDOM_CHARACTERS_MIN && new Set(key).size >= DISTINCT_CHARACTERS_MIN);
  if (isSecret && !isUnguessable) {
    return refuse(
      'request.idempotency_key_not_valid',
      `Without an account the key is a secret: send a UUID, or ${RANDOM_CHARACTERS_MIN} random characters`,
    );
  }
  return key;
}

/** @param scope who calls; empty for whoever is unknown, whose key then stands for them */
export function onceOf(parts: { routeId: string; scope: string; key: string; request: Json }): Once {
  const { key, request, routeId, scope } = parts;
  return {
    id: createHash('sha256').update(`${routeId}\n${scope}\n${key}`).digest('hex'),
    fingerprint: createHmac('sha256', key).update(canonicalJson(request)).digest('hex'),
  };
}

/**
 * Does work at most once for a key. The key commits with what the work changes, so a crash leaves both or neither.
 * A second call waits for the first one's transaction: its answer is there then, or the way is free. A refusal
 * leaves no key behind.
 */
export async function answerOnce<Answer extends Json, Code extends Refusal['refused'] = never>(
  { now, sql }: Changing,
  once: Once | null,
  work: () => Promise<Answer | Refusal<Code>>,
): Promise<Answer | Refusal<Code> | Refusal<'request.idempotency_key_reused'>> {
  if (once === null) {
    return work();
  }
  const { fingerprint, id } = once;
  const expiresAt = new Date(now.getTime() + limits.idempotencyKeyAgeMsMax);
  await sql.deleteFrom('idempotency_key').where('id', '=', id).where('expires_at', '<=', now).execute();
  const taken = await sql
    .insertInto('idempotency_key')
    .values({ id, fingerprint, answer: 'null', expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (taken === undefined) {
    const known = await sql
      .selectFrom('idempotency_key')
      .select(['fingerprint', 'answer'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return known.fingerprint === fingerprint
      ? // Written below, by the work this very key belongs to.
        (known.answer as unknown as Answer)
      : refuse('request.idempotency_key_reused');
  }
  const answer = await work();
  if (!isRefusal(answer)) {
    await sql
      .updateTable('idempotency_key')
      .set({ answer: JSON.stringify(answer) })
      .where('id', '=', id)
      .execute();
  }
  return answer;
}

const BATCH_MAX = 1_000;
const LOOK_EVERY_MS = 10 * 60_000;

/** Forgets keys whose time is over. */
export function keysAreForgotten(database: Database): DueWork {
  const name = 'idempotency-keys-are-forgotten';
  return {
    name,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: () =>
      database.change(systemActor(name), async ({ now, sql }) => {
        const { numDeletedRows } = await sql
          .deleteFrom('idempotency_key')
          .where('id', 'in', (of) =>
            of.selectFrom('idempotency_key').select('id').where('expires_at', '<=', now).limit(BATCH_MAX),
          )
          .executeTakeFirst();
        return Number(numDeletedRows) === BATCH_MAX;
      }),
  };
}
