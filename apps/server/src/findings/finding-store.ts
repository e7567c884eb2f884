// SPDX-License-Identifier: Apache-2.0
import {
  detectionLevels,
  type Finding,
  type FindingState,
  type FindingWhole,
  findingStates,
  type Input,
  isRefusal,
  limits,
  type listFindings,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Sql } from '../platform/database/database.ts';
import {
  type FindingRow,
  findingFields,
  findingTables,
  presentFinding,
  sourceNamesOf,
} from './finding-row.ts';
import { activeSuppressionOf } from './suppression-store.ts';

type Wanted = Input<typeof listFindings>['query'];
type Counts = Record<FindingState, number>;
const cursorKey = z.tuple([z.number().int(), z.string(), z.uuid()]);

/** Words somebody looks for, as a pattern that means them literally. */
const like = (words: string) => `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`;

function filtersOf(wanted: Wanted): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [raw`true`];
  if (wanted.level !== undefined) parts.push(raw`f.level = ${wanted.level}`);
  if (wanted.rule !== undefined) parts.push(raw`f.rule_id = ${wanted.rule}`);
  if (wanted.technique !== undefined) {
    const technique = wanted.technique.toUpperCase();
    parts.push(raw`EXISTS (SELECT FROM unnest(f.techniques) AS t
      WHERE upper(t) = ${technique} OR starts_with(upper(t), ${`${technique}.`}))`);
  }
  if (wanted.key !== undefined) {
    parts.push(raw`EXISTS (SELECT FROM jsonb_array_elements(f.key) AS part
      WHERE part->>1 ILIKE ${like(wanted.key)})`);
  }
  if (wanted.q !== undefined && wanted.q.trim() !== '') {
    const pattern = like(wanted.q.trim());
    parts.push(raw`(f.title ILIKE ${pattern} OR f.reference ILIKE ${pattern}
      OR EXISTS (SELECT FROM jsonb_each_text(d.titles) AS t WHERE t.value ILIKE ${pattern})
      OR EXISTS (SELECT FROM jsonb_array_elements(f.key) AS part WHERE part->>1 ILIKE ${pattern}))`);
  }
  if (wanted.source !== undefined) {
    parts.push(raw`f.key @> ${JSON.stringify([['source', wanted.source]])}::jsonb`);
  }
  if (wanted.report !== undefined) parts.push(raw`r.reference = ${wanted.report}`);
  if (wanted.incident !== undefined) parts.push(raw`i.reference = ${wanted.incident}`);
  if (wanted.from !== undefined) parts.push(raw`f.last_at >= ${new Date(wanted.from)}`);
  if (wanted.to !== undefined) parts.push(raw`f.first_at < ${new Date(wanted.to)}`);
  return raw.join(parts, raw` AND `);
}

const worstFirst = [...detectionLevels].reverse();
/** What sorts before the moment, as a number: the level where the worst come first, the same for all otherwise. */
const rankOf = (wanted: Wanted) =>
  wanted.order === 'worst'
    ? raw<number>`array_position(${worstFirst}::text[], f.level)::integer`
    : raw<number>`0`;

export async function findPage(
  trx: Sql,
  wanted: Wanted,
): Promise<{ items: Finding[]; next: string | null; counts: Counts } | Refusal<'request.not_valid'>> {
  const start = readCursor(wanted.cursor, cursorKey);
  if (isRefusal(start)) return start;
  const filters = filtersOf(wanted);
  const isDescending = wanted.order === 'newest';
  const state = wanted.state === 'any' ? raw`true` : raw`f.state = ${wanted.state}`;
  const after =
    start === null
      ? raw`true`
      : raw`(${rankOf(wanted)}, f.last_at, f.id) ${isDescending ? raw`<` : raw`>`}
          (${start[0]}, ${new Date(start[1])}::timestamptz, ${start[2]}::uuid)`;
  const direction = isDescending ? raw`DESC` : raw`ASC`;
  const { rows } = await raw<FindingRow & { rank: number }>`
    SELECT ${findingFields}, ${rankOf(wanted)} AS rank FROM ${findingTables}
    WHERE ${filters} AND ${state} AND ${after}
    ORDER BY rank ${direction}, f.last_at ${direction}, f.id ${direction} LIMIT ${wanted.limit + 1}`.execute(
    trx,
  );
  const names = await sourceNamesOf(
    trx,
    rows.map(({ key }) => key),
  );
  const page = pageOfRows(
    rows,
    wanted.limit,
    (row) => [row.rank, row.last_at.toISOString(), row.id],
    (row) => presentFinding(row, names),
  );
  return { ...page, counts: await countByState(trx, filters) };
}

export async function countByState(trx: Sql, filters: RawBuilder<unknown> = raw`true`): Promise<Counts> {
  const { rows } = await raw<{ state: FindingState; count: number }>`
    SELECT f.state, count(*) AS count FROM ${findingTables} WHERE ${filters} GROUP BY f.state`.execute(trx);
  const known = new Map(rows.map(({ count, state }) => [state, count]));
  return Object.fromEntries(findingStates.map((state) => [state, known.get(state) ?? 0])) as Counts;
}

export async function oldestOpen(trx: Sql): Promise<Date | null> {
  const { rows } = await raw<{ at: Date | null }>`
    SELECT min(opened_at) AS at FROM finding WHERE state = 'open'`.execute(trx);
  return rows[0]?.at ?? null;
}

export async function findRow(
  trx: Sql,
  reference: string,
  locking: 'locked' | 'read' = 'read',
): Promise<FindingRow | Refusal<'finding.not_found'>> {
  const { rows } = await raw<FindingRow>`
    SELECT ${findingFields} FROM ${findingTables} WHERE f.reference = ${reference}
    ${locking === 'locked' ? raw`FOR NO KEY UPDATE OF f` : raw``}`.execute(trx);
  return rows[0] ?? refuse('finding.not_found', `No finding "${reference}"`);
}

export async function presentOne(trx: Sql, row: FindingRow): Promise<Finding> {
  return presentFinding(row, await sourceNamesOf(trx, [row.key]));
}

export async function findWhole(
  trx: Sql,
  reference: string,
  now: Date,
): Promise<FindingWhole | Refusal<'finding.not_found'>> {
  const row = await findRow(trx, reference);
  if (isRefusal(row)) return row;
  const entries = await trx
    .selectFrom('finding_entry')
    .select(['log', 'log_index', 'occurred_at'])
    .where('finding_id', '=', row.id)
    .orderBy('occurred_at')
    .orderBy('log')
    .orderBy('log_index')
    .limit(limits.findingFirstEntriesMax + limits.findingNewestEntriesMax)
    .execute();
  const hours = await trx
    .selectFrom('finding_hour')
    .select(['hour', 'hit_count'])
    .where('finding_id', '=', row.id)
    .orderBy('hour')
    .limit(limits.findingHoursMax)
    .execute();
  const { rows: others } = await raw<FindingRow>`
    SELECT ${findingFields} FROM ${findingTables}
    WHERE f.subject_digest = ${row.subject_digest} AND f.id <> ${row.id}
    ORDER BY f.last_at DESC, f.id DESC LIMIT ${limits.findingOthersMax}`.execute(trx);
  const names = await sourceNamesOf(trx, [row.key]);
  return {
    ...presentFinding(row, names),
    windowUntil: row.window_until.toISOString(),
    entries: entries.map((entry) => ({
      log: entry.log,
      index: entry.log_index,
      at: entry.occurred_at.toISOString(),
    })),
    hours: hours.map((each) => ({ at: each.hour.toISOString(), count: each.hit_count })),
    others: others.map((other) => presentFinding(other, names)),
    suppression: await activeSuppressionOf(trx, row, now),
  };
}
