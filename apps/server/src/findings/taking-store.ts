// SPDX-License-Identifier: Apache-2.0
import { type DetectionLevel, type FindingState, limits } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { nextReferences } from '../platform/database/next-reference.ts';
import { gathersStill } from '../reports/index.ts';
import type { FindingKey, Gathering, HitGroup, HitRow, Told } from './taking.ts';

/** Any number that no other lock of the house has. */
const TAKING_LOCK = 5_001;

/** One desk at a time takes hits, in their order: two would open two findings for one key. @returns whether it is us */
export async function lockTaking(trx: Sql): Promise<boolean> {
  const { rows } = await raw<{ taken: boolean }>`
    SELECT pg_try_advisory_xact_lock(${TAKING_LOCK}) AS taken`.execute(trx);
  return rows[0]?.taken === true;
}

/** Takes the oldest hits out of what the engine wrote. They are gone when this transaction commits, and not before. */
export async function takeHitRows(trx: Sql, countMax: number): Promise<HitRow[]> {
  const { rows } = await raw<{
    id: number;
    rule_id: string;
    key: FindingKey;
    hit_count: number;
    first_at: Date;
    last_at: Date;
    entries: readonly { log: string; index: number; at: string }[];
    value: number | null;
    found_at: Date;
  }>`
    WITH taken AS (
      DELETE FROM detection_hit WHERE id IN (
        SELECT id FROM detection_hit ORDER BY id LIMIT ${countMax}
      ) RETURNING *
    ) SELECT * FROM taken ORDER BY id`.execute(trx);
  return rows.map((row) => ({
    id: row.id,
    ruleId: row.rule_id,
    key: row.key,
    count: row.hit_count,
    firstAt: row.first_at,
    lastAt: row.last_at,
    entries: row.entries.map(({ at, index, log }) => ({ log, index, at: new Date(at) })),
    value: row.value,
    foundAt: row.found_at,
  }));
}

/** A finding that may gather hits, locked until commit. */
export interface CurrentFinding extends Gathering {
  readonly id: string;
  readonly reference: string;
  readonly digest: string;
  readonly level: DetectionLevel;
  readonly state: FindingState;
  readonly count: number;
  readonly recordedCount: number;
  readonly recordedAt: Date;
  readonly report: { readonly id: string; readonly reference: string } | null;
  readonly incident: { readonly id: string; readonly reference: string } | null;
}

const currentFields = raw`f.id, f.reference, f.key_digest, f.level, f.state, f.hit_count, f.recorded_count, f.recorded_at,
  f.opened_at, f.window_until, f.report_id, r.reference AS report_reference, r.state AS report_state,
  i.id AS incident_id, i.reference AS incident_reference, i.status AS incident_status
  FROM finding f LEFT JOIN report r ON r.id = f.report_id
  LEFT JOIN incident i ON i.id = coalesce(f.incident_id, r.incident_id)`;

interface CurrentSelected {
  id: string;
  reference: string;
  key_digest: string;
  level: string;
  state: string;
  hit_count: number;
  recorded_count: number;
  recorded_at: Date;
  opened_at: Date;
  window_until: Date;
  report_id: string | null;
  report_reference: string | null;
  report_state: string | null;
  incident_id: string | null;
  incident_reference: string | null;
  incident_status: string | null;
}

function fromCurrent(row: CurrentSelected): CurrentFinding {
  return {
    id: row.id,
    reference: row.reference,
    digest: row.key_digest,
    level: row.level as DetectionLevel,
    state: row.state as FindingState,
    count: row.hit_count,
    recordedCount: row.recorded_count,
    recordedAt: row.recorded_at,
    openedAt: row.opened_at,
    windowUntil: row.window_until,
    isTaking: gathersStill({ reportState: row.report_state, incidentStatus: row.incident_status }),
    report: row.report_id === null ? null : { id: row.report_id, reference: row.report_reference ?? '' },
    incident:
      row.incident_id === null ? null : { id: row.incident_id, reference: row.incident_reference ?? '' },
  };
}

/**
 * The newest finding of each key whose window is open, locked; none that opened while our clock ran ahead. Reports are locked first and in one order, as people
 * do who decide on them: neither waits for the other in a circle.
 */
export async function lockCurrent(
  trx: Sql,
  digests: readonly string[],
  since: Date,
  openedBefore: Date,
): Promise<Map<string, CurrentFinding>> {
  const wanted = digests as string[];
  await raw`SELECT r.id FROM report r WHERE r.id IN (
      SELECT report_id FROM finding WHERE key_digest = ANY (${wanted}::text[]) AND window_until >= ${since}
    ) ORDER BY r.id FOR NO KEY UPDATE`.execute(trx);
  await raw`SELECT id FROM finding WHERE key_digest = ANY (${wanted}::text[]) AND window_until >= ${since}
    ORDER BY id FOR NO KEY UPDATE`.execute(trx);
  const { rows } = await raw<CurrentSelected>`
    SELECT DISTINCT ON (f.key_digest) ${currentFields}
    WHERE f.key_digest = ANY (${wanted}::text[]) AND f.window_until >= ${since} AND f.opened_at < ${openedBefore}
    ORDER BY f.key_digest, f.opened_at DESC, f.id DESC`.execute(trx);
  return new Map(rows.map((row) => [row.key_digest, fromCurrent(row)]));
}

/** Findings whose newest hits the record has not counted for a while, a batch of them, locked until commit. */
export async function lockUncounted(
  trx: Sql,
  recordedBefore: Date,
  countMax: number,
): Promise<CurrentFinding[]> {
  const { rows } = await raw<CurrentSelected>`
    SELECT ${currentFields} WHERE f.hit_count > f.recorded_count AND f.recorded_at <= ${recordedBefore}
    ORDER BY f.recorded_at LIMIT ${countMax} FOR UPDATE OF f SKIP LOCKED`.execute(trx);
  return rows.map(fromCurrent);
}

/** What rules have told since a moment, beside the findings that gather the rest. */
export async function toldSince(
  trx: Sql,
  ruleIds: readonly string[],
  since: Date,
  now: Date,
): Promise<Map<string, Told>> {
  const { rows } = await raw<{ rule_id: string; opened: number; reported: number }>`
    SELECT rule_id, count(*) AS opened, count(*) FILTER (WHERE level IN ('high', 'critical')) AS reported
    FROM finding WHERE rule_id = ANY (${ruleIds as string[]}::uuid[]) AND opened_at > ${since} AND opened_at <= ${now}
      AND NOT is_many
    GROUP BY rule_id`.execute(trx);
  return new Map(rows.map(({ rule_id: id, ...told }) => [id, told]));
}

/** How many findings of all rules went to triage by their level since a moment, beside those that gather the rest. */
export async function reportedSince(trx: Sql, since: Date, now: Date): Promise<number> {
  const { rows } = await raw<{ count: number }>`
    SELECT count(*) AS count FROM finding
    WHERE opened_at > ${since} AND opened_at <= ${now} AND level IN ('high', 'critical') AND NOT is_many`.execute(
    trx,
  );
  return rows[0]?.count ?? 0;
}

/** Which of these keys are not to be told, and by what. */
export async function activeSuppressions(
  trx: Sql,
  digests: readonly string[],
  now: Date,
): Promise<Map<string, string>> {
  const { rows } = await raw<{ id: string; key_digest: string }>`
    SELECT DISTINCT ON (key_digest) id, key_digest FROM suppression
    WHERE key_digest = ANY (${digests as string[]}::text[]) AND ended_at IS NULL AND expires_at > ${now}
    ORDER BY key_digest, expires_at DESC`.execute(trx);
  return new Map(rows.map(({ id, key_digest: digest }) => [digest, id]));
}

export async function countSuppressed(trx: Sql, id: string, group: HitGroup): Promise<void> {
  await raw`UPDATE suppression SET hit_count = hit_count + ${group.count},
    last_hit_at = greatest(last_hit_at, ${group.lastAt}::timestamptz) WHERE id = ${id}`.execute(trx);
}

export interface NewFinding {
  readonly id: string;
  readonly group: HitGroup;
  readonly title: string;
  readonly level: DetectionLevel;
  readonly techniques: readonly string[];
  readonly isMany: boolean;
  readonly state: FindingState;
  readonly windowUntil: Date;
}

/** @returns the references, in the order given */
export async function insertFindings(trx: Sql, wanted: readonly NewFinding[], now: Date): Promise<string[]> {
  const references = await nextReferences(
    trx,
    'FND',
    wanted.map(() => now),
  );
  if (wanted.length === 0) return references;
  await trx
    .insertInto('finding')
    .values(
      wanted.map((each, index) => ({
        id: each.id,
        reference: references[index] as string,
        rule_id: each.group.ruleId,
        title: each.title,
        level: each.level,
        techniques: [...each.techniques],
        key: JSON.stringify(each.group.key),
        key_digest: each.group.digest,
        subject_digest: each.group.subjectDigest,
        is_many: each.isMany,
        state: each.state,
        hit_count: each.group.count,
        first_at: each.group.firstAt,
        last_at: each.group.lastAt,
        opened_at: now,
        window_until: each.windowUntil,
        value: each.group.value,
        recorded_count: each.group.count,
        // The first repeat is told at once.
        recorded_at: new Date(now.getTime() - limits.repeatsCountedAfterMs),
      })),
    )
    .execute();
  return references;
}

/** Adds hits to a finding. */
export async function growFinding(trx: Sql, id: string, group: HitGroup, until: Date): Promise<void> {
  await raw`UPDATE finding SET hit_count = hit_count + ${group.count},
      first_at = least(first_at, ${group.firstAt}::timestamptz), last_at = greatest(last_at, ${group.lastAt}::timestamptz),
      window_until = greatest(window_until, ${until}::timestamptz), value = coalesce(${group.value}::double precision, value)
    WHERE id = ${id}`.execute(trx);
}

export async function markCounted(trx: Sql, id: string, count: number, now: Date): Promise<void> {
  await trx
    .updateTable('finding')
    .set({ recorded_count: count, recorded_at: now })
    .where('id', '=', id)
    .execute();
}

/** Keeps entries of a finding: the first ones and the newest ones, however many there are. */
export async function keepEntries(trx: Sql, findingId: string, group: HitGroup): Promise<void> {
  const first = group.entries.slice(0, limits.findingFirstEntriesMax);
  const newest = group.entries.slice(first.length).slice(-limits.findingNewestEntriesMax);
  const kept = [...first, ...newest];
  if (kept.length === 0) return;
  await trx
    .insertInto('finding_entry')
    .values(
      kept.map(({ at, index, log }) => ({ finding_id: findingId, log, log_index: index, occurred_at: at })),
    )
    .onConflict((conflict) => conflict.columns(['finding_id', 'log', 'log_index']).doNothing())
    .execute();
  await raw`DELETE FROM finding_entry e USING (
      SELECT log, log_index, row_number() OVER (ORDER BY occurred_at, log, log_index) AS from_first,
        row_number() OVER (ORDER BY occurred_at DESC, log DESC, log_index DESC) AS from_last
      FROM finding_entry WHERE finding_id = ${findingId}
    ) placed
    WHERE e.finding_id = ${findingId} AND placed.log = e.log AND placed.log_index = e.log_index
      AND placed.from_first > ${limits.findingFirstEntriesMax} AND placed.from_last > ${limits.findingNewestEntriesMax}`.execute(
    trx,
  );
}

/** Counts hits under the hours in which they were found. */
export async function countByHour(trx: Sql, findingId: string, { byHour }: HitGroup): Promise<void> {
  const rows = [...byHour].map(([hour, count]) => ({
    finding_id: findingId,
    hour: new Date(hour),
    hit_count: count,
  }));
  await trx
    .insertInto('finding_hour')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['finding_id', 'hour']).doUpdateSet({
        hit_count: raw`finding_hour.hit_count + excluded.hit_count`,
      }),
    )
    .execute();
}

export async function setReport(trx: Sql, findingId: string, reportId: string): Promise<void> {
  await trx
    .updateTable('finding')
    .set({ state: 'reported', report_id: reportId })
    .where('id', '=', findingId)
    .execute();
}
