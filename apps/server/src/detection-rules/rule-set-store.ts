// SPDX-License-Identifier: Apache-2.0
import type { RuleSet } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

export async function listSets(sql: Sql): Promise<RuleSet[]> {
  interface Row {
    id: string;
    kind: RuleSet['kind'];
    name: string;
    path: string | null;
    is_watched: boolean;
    looked_at: Date | null;
    problem: string | null;
    added_at: Date;
    removed_at: Date | null;
    documents: number;
    active: number;
    refused: number;
    waiting: string | null;
  }
  const { rows } = await raw<Row>`
    SELECT s.id, s.kind, s.name, s.path, s.is_watched, s.looked_at, s.problem, s.added_at, s.removed_at,
      count(r.id)::integer AS documents, (count(r.id) FILTER (WHERE r.is_active))::integer AS active,
      (count(r.id) FILTER (WHERE r.problem IS NOT NULL))::integer AS refused,
      (SELECT id FROM rule_import i WHERE i.rule_set_id = s.id AND i.state IN ('reading', 'waiting')
        ORDER BY asked_at DESC LIMIT 1) AS waiting
    FROM rule_set s LEFT JOIN detection_rule r ON r.rule_set_id = s.id AND r.removed_at IS NULL
    WHERE s.removed_at IS NULL
    GROUP BY s.id ORDER BY s.kind <> 'shipped', s.kind <> 'own', lower(s.name), s.id`.execute(sql);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    path: row.path,
    isWatched: row.is_watched,
    lookedAt: row.looked_at?.toISOString() ?? null,
    problem: row.problem,
    documents: row.documents,
    active: row.active,
    refused: row.refused,
    addedAt: row.added_at.toISOString(),
    removedAt: row.removed_at?.toISOString() ?? null,
    waiting: row.waiting,
  }));
}

/** A set that is there, locked: it is changed by one at a time. */
export async function lockSet(sql: Sql, id: string) {
  return sql
    .selectFrom('rule_set')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export function namesOfSets(sql: Sql): Promise<{ id: string; name: string }[]> {
  return sql.selectFrom('rule_set').select(['id', 'name']).where('removed_at', 'is', null).execute();
}

export async function insertSet(
  sql: Sql,
  set: {
    id: string;
    kind: 'path' | 'upload';
    name: string;
    path: string | null;
    isWatched: boolean;
    at: Date;
  },
): Promise<void> {
  const { at, isWatched, ...rest } = set;
  await sql
    .insertInto('rule_set')
    .values({ ...rest, is_watched: isWatched, added_at: at })
    .execute();
}

export async function updateSet(
  sql: Sql,
  id: string,
  after: { name: string; isWatched: boolean },
): Promise<void> {
  await sql
    .updateTable('rule_set')
    .set({ name: after.name, is_watched: after.isWatched })
    .where('id', '=', id)
    .execute();
}

/** Ends a set, and whatever was going to change it. */
export async function endSet(
  sql: Sql,
  id: string,
  { at, by }: { at: Date; by: string | null },
): Promise<void> {
  await sql
    .updateTable('rule_import')
    .set({ state: 'discarded', ended_at: at, ended_by: by, upload: null })
    .where('rule_set_id', '=', id)
    .where('state', 'in', ['reading', 'waiting'])
    .execute();
  await sql.updateTable('rule_set').set({ removed_at: at, is_watched: false }).where('id', '=', id).execute();
}
