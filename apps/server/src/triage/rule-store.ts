// SPDX-License-Identifier: Apache-2.0
import type { PersonId, RoutingRule, RoutingRules } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { PageStart, Tried } from './dry-run.ts';

/** The version that routes; 0 before there were rules. */
export async function currentVersion(trx: Sql): Promise<number> {
  const { rows } = await raw<{ version: number }>`
    SELECT coalesce(max(version), 0) AS version FROM routing_rules`.execute(trx);
  return rows[0]?.version ?? 0;
}

const noRules: RoutingRules = { version: 0, rules: [], note: null, savedAt: null, savedBy: null };

export async function findRules(trx: Sql, version: number): Promise<RoutingRules | null> {
  if (version === 0) {
    return noRules;
  }
  const row = await trx
    .selectFrom('routing_rules')
    .innerJoin('person', 'person.id', 'routing_rules.saved_by')
    .select(['version', 'rules', 'note', 'saved_at', 'saved_by', 'person.name'])
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        version: row.version,
        rules: row.rules as unknown as RoutingRule[],
        note: row.note,
        savedAt: row.saved_at.toISOString(),
        savedBy: { id: row.saved_by as PersonId, name: row.name },
      };
}

export async function insertRules(
  trx: Sql,
  saved: {
    version: number;
    rules: readonly RoutingRule[];
    note: string | null;
    savedAt: Date;
    savedBy: string;
  },
): Promise<void> {
  await trx
    .insertInto('routing_rules')
    .values({
      version: saved.version,
      rules: JSON.stringify(saved.rules),
      note: saved.note,
      saved_at: saved.savedAt,
      saved_by: saved.savedBy,
    })
    .execute();
}

/** Who can handle reports among these: active, in one of these roles. */
export async function peopleAmong(
  trx: Sql,
  ids: readonly string[],
  roles: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) {
    return new Set();
  }
  const rows = await trx
    .selectFrom('person')
    .select('id')
    .where('id', 'in', [...ids])
    .where('state', '=', 'active')
    .where(raw<boolean>`roles && ${[...roles]}::text[]`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Only one save of rules or queues at a time: a rule may not lead to a queue that is being removed. */
export async function lockTriage(trx: Sql): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext('belfry.triage'))`.execute(trx);
}

/** Reports since a moment that the asker sees, newest first. Words travel only when a rule asks for them. */
export async function reportsToTry(
  trx: Sql,
  since: Date,
  start: PageStart,
  limit: number,
  withWords: boolean,
): Promise<(Tried & { id: string; reportedAt: Date })[]> {
  let query = trx
    .selectFrom('report')
    .select([
      'id',
      'reference',
      'channel',
      'kind',
      'category',
      'summary',
      raw<string | null>`CASE WHEN ${withWords} THEN description END`.as('description'),
      'language',
      'anonymous',
      'ongoing',
      'reporter_email',
      'reporter_phone',
      'came_through',
      'queue_id',
      'handler_id',
      'reported_at',
    ])
    .where('reported_at', '>=', since)
    .where('kind', '<>', 'whistleblowing')
    .orderBy('reported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (start !== null) {
    query = query.where(raw<boolean>`(reported_at, id) < (${start[0]}::timestamptz, ${start[1]}::uuid)`);
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    reportedAt: row.reported_at,
    reference: row.reference,
    channel: row.channel as Tried['channel'],
    kind: row.kind as Tried['kind'],
    category: row.category,
    summary: row.summary,
    description: row.description,
    language: row.language,
    anonymous: row.anonymous,
    ongoing: row.ongoing as Tried['ongoing'],
    senderEmail: row.reporter_email,
    senderPhone: row.reporter_phone,
    cameThrough: row.came_through,
    queueId: row.queue_id,
    handlerId: row.handler_id,
  }));
}

export async function countToTry(trx: Sql, since: Date): Promise<number> {
  const { count } = await trx
    .selectFrom('report')
    .select(raw<number>`count(*)::integer`.as('count'))
    .where('reported_at', '>=', since)
    .where('kind', '<>', 'whistleblowing')
    .executeTakeFirstOrThrow();
  return count;
}
