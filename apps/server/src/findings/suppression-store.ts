// SPDX-License-Identifier: Apache-2.0
import {
  type Input,
  isRefusal,
  type listSuppressions,
  type Refusal,
  refuse,
  type Suppression,
} from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Sql } from '../platform/database/database.ts';
import type { Logsource } from './filter-document.ts';
import { presentSuppression, type SuppressionRow, sourceNamesOf } from './finding-row.ts';
import type { FindingKey } from './taking.ts';

const fields = raw`s.id, s.kind, s.rule_id, d.title, s.key, s.filter_rule_id, s.reason, s.made_at, s.made_by,
  m.name AS made_name, s.expires_at, s.ended_at, s.ended_by, e.name AS ended_name, s.hit_count, s.last_hit_at
  FROM suppression s JOIN detection_rule d ON d.id = s.rule_id JOIN person m ON m.id = s.made_by
  LEFT JOIN person e ON e.id = s.ended_by`;
const cursorKey = z.tuple([z.string(), z.uuid()]);

async function present(trx: Sql, rows: readonly SuppressionRow[]): Promise<Suppression[]> {
  const names = await sourceNamesOf(
    trx,
    rows.map(({ key }) => key),
  );
  return rows.map((row) => presentSuppression(row, names));
}

const holds = (now: Date): RawBuilder<unknown> => raw`s.ended_at IS NULL AND s.expires_at > ${now}`;

export async function findSuppressions(
  trx: Sql,
  wanted: Input<typeof listSuppressions>['query'],
  now: Date,
): Promise<{ items: Suppression[]; next: string | null } | Refusal<'request.not_valid'>> {
  const start = readCursor(wanted.cursor, cursorKey);
  if (isRefusal(start)) return start;
  const states = { any: raw`true`, active: holds(now), over: raw`NOT (${holds(now)})` };
  const after =
    start === null
      ? raw`true`
      : raw`(s.expires_at, s.id) > (${new Date(start[0])}::timestamptz, ${start[1]}::uuid)`;
  const { rows } = await raw<SuppressionRow>`
    SELECT ${fields} WHERE ${states[wanted.state]} AND ${after}
      AND ${wanted.rule === undefined ? raw`true` : raw`s.rule_id = ${wanted.rule}`}
    ORDER BY s.expires_at, s.id LIMIT ${wanted.limit + 1}`.execute(trx);
  const shown = await present(trx, rows);
  const byId = new Map(shown.map((item) => [item.id, item]));
  return pageOfRows(
    rows,
    wanted.limit,
    (row) => [row.expires_at.toISOString(), row.id],
    (row) => byId.get(row.id) as Suppression,
  );
}

/** What keeps the key of a finding from being told again, or what was made of it when it was decided. */
export async function activeSuppressionOf(
  trx: Sql,
  finding: { readonly key_digest: string; readonly suppression_id: string | null },
  now: Date,
): Promise<Suppression | null> {
  const { rows } = await raw<SuppressionRow>`
    SELECT ${fields}
    WHERE (s.key_digest = ${finding.key_digest} OR s.id = ${finding.suppression_id}::uuid) AND ${holds(now)}
    ORDER BY s.expires_at DESC LIMIT 1`.execute(trx);
  const [found] = await present(trx, rows);
  return found ?? null;
}

export async function findSuppressionRow(
  trx: Sql,
  id: string,
  locking: 'locked' | 'read' = 'read',
): Promise<SuppressionRow | Refusal<'suppression.not_found'>> {
  const { rows } = await raw<SuppressionRow>`
    SELECT ${fields} WHERE s.id = ${id} ${locking === 'locked' ? raw`FOR NO KEY UPDATE OF s` : raw``}`.execute(
    trx,
  );
  return rows[0] ?? refuse('suppression.not_found', `Looked for ${id}`);
}

export async function findSuppression(
  trx: Sql,
  id: string,
): Promise<Suppression | Refusal<'suppression.not_found'>> {
  const row = await findSuppressionRow(trx, id);
  if (isRefusal(row)) return row;
  const [found] = await present(trx, [row]);
  return found ?? refuse('suppression.not_found');
}

export interface NewSuppression {
  readonly id: string;
  readonly ruleId: string;
  readonly key: FindingKey;
  /** Of one key of the rule; null where a filter does it. */
  readonly keyDigest: string | null;
  readonly filterRuleId: string | null;
  readonly reason: string;
  readonly expiresAt: Date;
}

export async function insertSuppression(
  trx: Sql,
  wanted: NewSuppression,
  by: { readonly personId: string; readonly at: Date },
): Promise<void> {
  await trx
    .insertInto('suppression')
    .values({
      id: wanted.id,
      kind: wanted.keyDigest === null ? 'filter' : 'key',
      rule_id: wanted.ruleId,
      key_digest: wanted.keyDigest,
      key: JSON.stringify(wanted.key),
      filter_rule_id: wanted.filterRuleId,
      reason: wanted.reason,
      made_at: by.at,
      made_by: by.personId,
      expires_at: wanted.expiresAt,
    })
    .execute();
}

export async function writeExpiry(trx: Sql, id: string, expiresAt: Date, reason: string): Promise<void> {
  await trx.updateTable('suppression').set({ expires_at: expiresAt, reason }).where('id', '=', id).execute();
}

export async function writeEnd(trx: Sql, id: string, at: Date, by: string | null): Promise<void> {
  await trx.updateTable('suppression').set({ ended_at: at, ended_by: by }).where('id', '=', id).execute();
}

/** One suppression whose time is over and that still stands, locked. */
export async function lockExpired(trx: Sql, now: Date): Promise<SuppressionRow | null> {
  const { rows } = await raw<SuppressionRow>`
    SELECT ${fields} WHERE s.ended_at IS NULL AND s.expires_at <= ${now}
    ORDER BY s.expires_at LIMIT 1 FOR NO KEY UPDATE OF s SKIP LOCKED`.execute(trx);
  return rows[0] ?? null;
}

/** Log sources of rules that a correlation names. */
export async function logsourcesOf(trx: Sql, sigmaIds: readonly string[]): Promise<Logsource[]> {
  const rows = await trx
    .selectFrom('detection_rule')
    .select(['logsource_category', 'logsource_product', 'logsource_service'])
    .where('sigma_id', 'in', [...sigmaIds])
    .where('removed_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    category: row.logsource_category,
    product: row.logsource_product,
    service: row.logsource_service,
  }));
}
