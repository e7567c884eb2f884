// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { SourceRow } from './source.ts';
import { HOUR_MS, hoursOfNormal, type SourceFigures } from './source-health.ts';

/** What came and is not written yet, as the receiving process says. */
export interface Running {
  readonly id: string;
  readonly entries: number;
  readonly notRead: number;
  readonly lastMs: number;
}

interface FigureRow {
  readonly id: string;
  readonly last: Date | null;
  readonly first_hour: Date | null;
  readonly last_hour: string | null;
  readonly clock_offset_ms: number | null;
  readonly identities: string;
}

interface HourRow {
  readonly source_id: string;
  readonly hour: Date;
  readonly entries: string;
  readonly not_read: string;
}

/** The figures of sources. Each is looked up by its own index rows: how many others there are costs nothing. */
export async function readFigures(
  sql: Sql,
  sources: readonly SourceRow[],
  running: ReadonlyMap<string, Running>,
  nowMs: number,
): Promise<ReadonlyMap<string, SourceFigures>> {
  const ids = sources.map(({ id }) => id);
  const hourAgo = new Date(nowMs - HOUR_MS);
  const { rows } = await raw<FigureRow>`
    SELECT s.id, last.minute AS last, first.hour AS first_hour, recent.entries AS last_hour,
      recent.clock_offset_ms, known.identities
    FROM unnest(${ids}::uuid[]) AS s (id)
    LEFT JOIN LATERAL (SELECT minute FROM log_source_minute WHERE source_id = s.id AND entries > 0
      ORDER BY minute DESC LIMIT 1) AS last ON true
    LEFT JOIN LATERAL (SELECT hour FROM log_source_hour WHERE source_id = s.id
      ORDER BY hour LIMIT 1) AS first ON true
    LEFT JOIN LATERAL (SELECT sum(entries) AS entries,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY clock_offset_ms) AS clock_offset_ms
      FROM log_source_minute WHERE source_id = s.id AND minute > ${hourAgo}) AS recent ON true
    LEFT JOIN LATERAL (SELECT count(*) AS identities FROM log_source_identity
      WHERE source_id = s.id AND ended_at IS NULL) AS known ON true`.execute(sql);
  const hours = await readHours(sql, ids, nowMs);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    sources.map((source) => [source.id, figuresOf(source, byId.get(source.id), hours, running, nowMs)]),
  );
}

async function readHours(sql: Sql, ids: readonly string[], nowMs: number) {
  const day = new Date(nowMs - 24 * HOUR_MS);
  const weeks = hoursOfNormal(nowMs).map((ms) => new Date(ms));
  const { rows } = await raw<HourRow>`
    SELECT h.source_id, h.hour, h.entries, h.not_read
    FROM unnest(${ids}::uuid[]) AS s (id)
    JOIN log_source_hour h ON h.source_id = s.id
      AND (h.hour > ${day} OR h.hour = ANY(${weeks}::timestamptz[]))`.execute(sql);
  const bySource = new Map<string, Map<number, { entries: number; notRead: number }>>();
  for (const row of rows) {
    const hours = bySource.get(row.source_id) ?? new Map();
    hours.set(row.hour.getTime(), { entries: Number(row.entries), notRead: Number(row.not_read) });
    bySource.set(row.source_id, hours);
  }
  return bySource;
}

function figuresOf(
  source: SourceRow,
  row: FigureRow | undefined,
  hoursOf: ReadonlyMap<string, ReadonlyMap<number, { entries: number; notRead: number }>>,
  runningOf: ReadonlyMap<string, Running>,
  nowMs: number,
): SourceFigures {
  const running = runningOf.get(source.id) ?? { entries: 0, notRead: 0, lastMs: 0 };
  const hour = nowMs - (nowMs % HOUR_MS);
  const hours = new Map(hoursOf.get(source.id));
  const written = hours.get(hour) ?? { entries: 0, notRead: 0 };
  hours.set(hour, {
    entries: written.entries + running.entries,
    notRead: written.notRead + running.notRead,
  });
  const lastMs = Math.max(row?.last?.getTime() ?? 0, running.lastMs);
  return {
    state: source.state === 'retired' ? 'retired' : 'active',
    createdMs: source.createdAt.getTime(),
    changedMs: source.changedAt.getTime(),
    silenceMinutesMax: source.silenceMinutesMax,
    identityCount: Number(row?.identities ?? 0),
    lastMs: lastMs === 0 ? null : lastMs,
    firstHourMs: row?.first_hour?.getTime() ?? null,
    hours,
    lastHour: Number(row?.last_hour ?? 0) + running.entries,
    clockOffsetMs: row?.clock_offset_ms ?? null,
  };
}

const GAPS_SHOWN = 20;

/** Silences of the last week longer than so many minutes, newest first. */
export async function readGaps(
  sql: Sql,
  id: string,
  minutes: number,
  nowMs: number,
): Promise<{ from: string; until: string }[]> {
  const since = new Date(nowMs - 7 * 24 * HOUR_MS);
  const { rows } = await raw<{ from_at: Date; until_at: Date }>`
    SELECT before + interval '1 minute' AS from_at, minute AS until_at
    FROM (SELECT minute, lag(minute) OVER (ORDER BY minute) AS before FROM log_source_minute
      WHERE source_id = ${id} AND minute > ${since} AND entries > 0) AS heard
    WHERE minute - before > make_interval(mins => ${minutes} + 1)
    ORDER BY minute DESC LIMIT ${GAPS_SHOWN}`.execute(sql);
  return rows.map(({ from_at, until_at }) => ({
    from: from_at.toISOString(),
    until: until_at.toISOString(),
  }));
}
