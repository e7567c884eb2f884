// SPDX-License-Identifier: Apache-2.0
import { type DetectionRuleKind, limits } from '@belfry/contract';
import type { Placeholders } from '@belfry/sigma';
import { sql as fragment } from 'kysely';
import type { Sql } from '../../platform/database/database.ts';
import { logLimits } from '../log-limits.ts';
import type { ActiveDocument, FoundHits } from './detection.ts';
import type { Places } from './follow-entries.ts';
import type { LogsourceCount } from './seen-logsources.ts';

/** How far detection has come, as it is kept. */
export interface KeptState {
  readonly doneSeq: number;
  readonly places: Places;
  readonly stateSeq: number;
  readonly statePlaces: Places;
  /** What correlations remembered at `stateSeq`, packed. */
  readonly snapshot: Buffer | null;
  readonly counters: Readonly<Record<string, number>>;
}

/** What correlations remember, and of when. */
export interface NewSnapshot {
  readonly seq: number;
  readonly places: Places;
  readonly packed: Buffer;
}

/** What is added to the figures of one rule. */
export interface RuleFigure {
  readonly ruleId: string;
  readonly hits: number;
  readonly asked: number;
  readonly costUs: number;
  /** Of the newest hit, milliseconds since 1970. */
  readonly lastMs: number | null;
}

/** Everything one step found, and how far it went. */
export interface FoundStep {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly places: Places;
  readonly hits: readonly FoundHits[];
  readonly counters: Readonly<Record<string, number>>;
  readonly figures: readonly RuleFigure[];
  readonly logsources: readonly LogsourceCount[];
  readonly snapshot: NewSnapshot | null;
}

export async function readDetectionState(sql: Sql): Promise<KeptState | null> {
  const row = await sql.selectFrom('detection_state').selectAll().executeTakeFirst();
  if (row === undefined) return null;
  return {
    doneSeq: row.done_seq,
    // Written by `writeStep` alone.
    places: row.places as Places,
    stateSeq: row.state_seq,
    statePlaces: row.state_places as Places,
    snapshot: row.snapshot,
    counters: row.counters as Record<string, number>,
  };
}

/** Begins at a place. Somebody who began before stays. */
export async function beginDetection(sql: Sql, now: Date, seq: number, places: Places): Promise<void> {
  const text = JSON.stringify(places);
  await sql
    .insertInto('detection_state')
    .values({
      ...{ done_seq: seq, places: text, state_seq: seq, state_places: text, snapshot: null },
      ...{ counters: '{}', changed_at: now },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Writes a step: what it found, and that it is done. The place moves from where the step began and from nowhere
 * else, so whoever writes a step a second time, or at the same time, writes nothing.
 *
 * @returns how far detection is when it is not where the step began; null when the step was written
 */
export async function writeStep(sql: Sql, now: Date, step: FoundStep): Promise<number | null> {
  const { snapshot } = step;
  const { numUpdatedRows } = await sql
    .updateTable('detection_state')
    .set({
      done_seq: step.toSeq,
      places: JSON.stringify(step.places),
      counters: JSON.stringify(step.counters),
      changed_at: now,
      ...(snapshot === null
        ? {}
        : {
            state_seq: snapshot.seq,
            state_places: JSON.stringify(snapshot.places),
            snapshot: snapshot.packed,
          }),
    })
    .where('done_seq', '=', step.fromSeq)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return (await readDetectionState(sql))?.doneSeq ?? -1;
  await writeHits(sql, now, step.hits);
  await addRuleFigures(sql, now, step.figures);
  await addLogsources(sql, step.logsources);
  return null;
}

async function writeHits(sql: Sql, now: Date, hits: readonly FoundHits[]): Promise<void> {
  if (hits.length === 0) return;
  const rows = hits.map(({ count, entries, firstMs, key, lastMs, ruleId, value }) => ({
    ...{ rule_id: ruleId, key, hit_count: count, entries, value },
    first_at: new Date(firstMs).toISOString(),
    last_at: new Date(lastMs).toISOString(),
  }));
  await fragment`
    INSERT INTO detection_hit (rule_id, key, hit_count, first_at, last_at, entries, value, found_at)
    SELECT rule_id, key, hit_count, first_at, last_at, entries, value, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS hit (rule_id uuid, key jsonb, hit_count bigint, first_at timestamptz, last_at timestamptz,
              entries jsonb, value double precision)`.execute(sql);
  await fragment`SELECT pg_notify('belfry_detection_hits', '')`.execute(sql);
}

async function addRuleFigures(sql: Sql, now: Date, figures: readonly RuleFigure[]): Promise<void> {
  if (figures.length === 0) return;
  const rows = figures.map(({ asked, costUs, hits, lastMs, ruleId }) => ({
    ...{ rule_id: ruleId, hit_count: hits, asked_count: asked, cost_us: costUs },
    last_hit_at: lastMs === null ? null : new Date(lastMs).toISOString(),
  }));
  await fragment`
    INSERT INTO rule_figure (rule_id, day, hit_count, asked_count, cost_us, last_hit_at)
    SELECT rule_id, (${now}::timestamptz AT TIME ZONE 'UTC')::date, hit_count, asked_count, cost_us, last_hit_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS figure (rule_id uuid, hit_count bigint, asked_count bigint, cost_us bigint, last_hit_at timestamptz)
    ON CONFLICT (rule_id, day) DO UPDATE SET
      hit_count = rule_figure.hit_count + EXCLUDED.hit_count,
      asked_count = rule_figure.asked_count + EXCLUDED.asked_count,
      cost_us = rule_figure.cost_us + EXCLUDED.cost_us,
      last_hit_at = greatest(rule_figure.last_hit_at, EXCLUDED.last_hit_at)`.execute(sql);
}

async function addLogsources(sql: Sql, counts: readonly LogsourceCount[]): Promise<void> {
  if (counts.length === 0) return;
  await fragment`
    INSERT INTO logsource_figure (product, category, service, day, event_count)
    SELECT product, category, service, day, count
    FROM jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      AS counted (product text, category text, service text, day date, count bigint)
    ON CONFLICT (product, category, service, day) DO UPDATE SET
      event_count = logsource_figure.event_count + EXCLUDED.event_count`.execute(sql);
}

/** Whether the desk is so far behind with hits that more of them would only pile up. */
export async function areHitsPilingUp(sql: Sql): Promise<boolean> {
  const most = logLimits.detectionRowsWaitingMax;
  const { rows } = await fragment<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 FROM detection_hit LIMIT ${most}) AS waiting`.execute(sql);
  return (rows[0]?.count ?? 0) >= most;
}

/** Where the organisation is, for rules about its hours; null while nobody set it up. */
export async function readTimeZone(sql: Sql): Promise<string | null> {
  const row = await sql.selectFrom('organisation').select('time_zone').executeTakeFirst();
  return row?.time_zone ?? null;
}

/** The documents in effect, the oldest first. */
export interface RuleRows {
  readonly rows: readonly { readonly id: string; readonly digest: string }[];
  /** Those whose text is not the one that is known. */
  readonly changed: readonly ActiveDocument[];
  /** Values of `%name%`. */
  readonly placeholders: Placeholders;
}

/** @param known digest of each document whose text need not be read again */
export async function readRuleRows(sql: Sql, known: ReadonlyMap<string, string>): Promise<RuleRows> {
  const rows = await sql
    .selectFrom('detection_rule')
    .select(['id', 'digest'])
    .where('is_active', '=', true)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  // What is beyond the bound is refused unread.
  const wanted = rows
    .slice(0, limits.detectionDocumentsMax)
    .filter(({ digest, id }) => known.get(id) !== digest)
    .map(({ id }) => id);
  const texts =
    wanted.length === 0
      ? []
      : await sql
          .selectFrom('detection_rule')
          .select(['id', 'kind', 'yaml'])
          .where(fragment<boolean>`id = ANY(${wanted}::uuid[])`)
          .execute();
  const lists = await sql
    .selectFrom('rule_placeholders')
    .select('lists')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    rows,
    // The database holds the kind to the words of the contract by a CHECK.
    changed: texts.map(({ id, kind, yaml }) => ({ id, kind: kind as DetectionRuleKind, yaml })),
    placeholders: (lists?.lists ?? {}) as Placeholders,
  };
}
