// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { hashOfSecret } from '../platform/authentication/secret.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import { networkOf } from '../platform/http/rate-limit.ts';
import { emailKey } from './person.ts';
import type { Visitor } from './session-store.ts';

const counting = systemActor('sign-in-is-throttled');

/** A try counts before it is judged, and is given back when it succeeds: a burst cannot slip in between. */
export interface Try {
  /** Refused because of the tries before; whatever was typed is not looked at. */
  readonly refusal: Refusal<'sign_in.too_many'> | null;
  /** Whether this try is the one that closed the window: recorded once, not at every knock. */
  readonly isFirstRefused: boolean;
  readonly secondsToWait: number;
  succeeded(): Promise<void>;
}

/**
 * Counts a try for a network and, where one was named, for a person. A name nobody has is counted like one that
 * somebody has, so the answers tell nothing. Passkeys are counted by network only, and tries from where the person
 * signed in lately are counted by themselves: a stranger who keeps guessing locks nobody out (OWASP ASVS 5.0, 6.1.1).
 * A network that is beyond its limit counts against no person any more.
 */
export async function countTry(database: Database, visitor: Visitor, who: string | null): Promise<Try> {
  const network = networkOf(visitor.address);
  const networkKey = `address:${hashOfSecret(network)}`;
  const counted = await database.change(counting, async ({ sql, now }) => {
    const ofNetwork = {
      ...(await take(sql, networkKey, now)),
      countMax: limits.signInAttemptsPerAddressMax,
    };
    if (who === null || ofNetwork.failures > ofNetwork.countMax) {
      return { now, personKey: null, beyond: isBeyond(ofNetwork) ? [ofNetwork] : [] };
    }
    const isKnownHere = (await networksOf(sql, who, now)).includes(network);
    const personKey = `person:${hashOfSecret(emailKey(who) + (isKnownHere ? ` ${network}` : ''))}`;
    const ofPerson = { ...(await take(sql, personKey, now)), countMax: limits.signInAttemptsMax };
    return { now, personKey, beyond: isBeyond(ofPerson) ? [ofPerson] : [] };
  });
  const { beyond, now, personKey } = counted;
  const opensAt = Math.max(...beyond.map(({ startedAt }) => startedAt.getTime() + limits.signInWindowMs));
  const secondsToWait = beyond.length === 0 ? 0 : Math.max(1, Math.ceil((opensAt - now.getTime()) / 1_000));
  return {
    refusal:
      beyond.length === 0
        ? null
        : refuse('sign_in.too_many', `Wait ${Math.ceil(secondsToWait / 60)} minutes, then try again`),
    isFirstRefused: beyond.some(({ failures, countMax }) => failures === countMax + 1),
    secondsToWait,
    succeeded: () =>
      database.change(counting, async ({ sql, now }) => {
        const oldest = new Date(now.getTime() - limits.signInWindowMs);
        await sql.deleteFrom('sign_in_throttle').where('window_started_at', '<', oldest).execute();
        await raw`UPDATE sign_in_throttle SET failures = greatest(failures - 1, 0) WHERE key = ${networkKey}`.execute(
          sql,
        );
        await sql
          .deleteFrom('sign_in_throttle')
          .where('key', '=', personKey ?? '')
          .execute();
      }),
  };
}

const isBeyond = ({ countMax, failures }: { countMax: number; failures: number }) => failures > countMax;

const REMEMBERED_MS = 30 * 86_400_000;
const SESSIONS_LOOKED_AT = 100;

/** Networks from which a person was let in lately. */
async function networksOf(sql: Sql, who: string, now: Date): Promise<string[]> {
  const rows = await sql
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select('session.address')
    .where(raw<string>`lower(person.email)`, '=', emailKey(who))
    .where('session.stage', '=', 'complete')
    .where('session.started_at', '>', new Date(now.getTime() - REMEMBERED_MS))
    .orderBy('session.started_at', 'desc')
    .limit(SESSIONS_LOOKED_AT)
    .execute();
  return rows.map(({ address }) => networkOf(address));
}

async function take(sql: Sql, key: string, now: Date): Promise<{ failures: number; startedAt: Date }> {
  const oldest = new Date(now.getTime() - limits.signInWindowMs);
  const row = await sql
    .insertInto('sign_in_throttle')
    .values({ key, window_started_at: now, failures: 1 })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        window_started_at: raw<Date>`CASE WHEN sign_in_throttle.window_started_at <= ${oldest} THEN ${now} ELSE sign_in_throttle.window_started_at END`,
        failures: raw<number>`CASE WHEN sign_in_throttle.window_started_at <= ${oldest} THEN 1 ELSE sign_in_throttle.failures + 1 END`,
      }),
    )
    .returning(['failures', 'window_started_at'])
    .executeTakeFirstOrThrow();
  return { failures: row.failures, startedAt: row.window_started_at };
}
