// SPDX-License-Identifier: Apache-2.0
import type { Occurrence, OccurrenceState, ReportState } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { isMapped, type ReadAlert } from './mapping.ts';
import type { Gathering } from './occurrence-group.ts';

/** A report that gathers a group, locked until commit. */
export interface GroupRow extends Gathering {
  readonly reportId: string;
  readonly reference: string;
  readonly incident: { readonly id: string; readonly reference: string } | null;
  readonly groupSha256: string;
  readonly occurrenceCount: number;
  readonly chain: string;
  readonly recordedCount: number;
  readonly recordedChain: string;
  readonly recordedAt: Date;
}

interface GroupSelected {
  report_id: string;
  reference: string;
  state: string;
  incident_id: string | null;
  incident_reference: string | null;
  status: string | null;
  group_sha256: string;
  occurrence_count: number;
  last_received_at: Date;
  chain: string;
  recorded_count: number;
  recorded_chain: string;
  recorded_at: Date;
}

const groupFields = raw`g.report_id, r.reference, r.state, r.incident_id, i.reference AS incident_reference, i.status,
  g.group_sha256, g.occurrence_count, g.last_received_at, g.chain, g.recorded_count, g.recorded_chain, g.recorded_at
  FROM report_occurrence_group g JOIN report r ON r.id = g.report_id LEFT JOIN incident i ON i.id = r.incident_id`;

function fromGroup(row: GroupSelected): GroupRow {
  return {
    reportId: row.report_id,
    reference: row.reference,
    reportState: row.state as ReportState,
    incident:
      row.incident_id === null ? null : { id: row.incident_id, reference: row.incident_reference ?? '' },
    incidentStatus: row.status,
    groupSha256: row.group_sha256,
    occurrenceCount: row.occurrence_count,
    lastReceivedAt: row.last_received_at,
    chain: row.chain,
    recordedCount: row.recorded_count,
    recordedChain: row.recorded_chain,
    recordedAt: row.recorded_at,
  };
}

/**
 * The reports that gather these groups now. One delivery at a time works on a group, also on one that has no row
 * yet; the locks are taken in one order, so that two deliveries with the same groups wait and never block.
 */
export async function lockGroups(
  trx: Sql,
  webhookId: string,
  groups: readonly string[],
): Promise<GroupRow[]> {
  await raw`SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(${webhookId}::text || name, 0) AS key FROM unnest(${groups as string[]}::text[]) AS name ORDER BY 1
  ) AS sorted`.execute(trx);
  const { rows } = await raw<GroupSelected>`
    SELECT ${groupFields} WHERE g.webhook_id = ${webhookId} AND g.is_current
      AND g.group_sha256 = ANY (${groups as string[]}::text[])
    ORDER BY g.report_id FOR NO KEY UPDATE OF r`.execute(trx);
  return rows.map(fromGroup);
}

/** Groups with occurrences the record has not counted yet for a while, a batch of them, locked until commit. */
export async function lockUncounted(trx: Sql, recordedBefore: Date, countMax: number): Promise<GroupRow[]> {
  const { rows } = await raw<GroupSelected>`
    SELECT ${groupFields} WHERE g.occurrence_count > g.recorded_count AND g.recorded_at <= ${recordedBefore}
    ORDER BY g.recorded_at LIMIT ${countMax} FOR UPDATE OF g SKIP LOCKED`.execute(trx);
  return rows.map(fromGroup);
}

export interface GroupState {
  readonly reportId: string;
  readonly occurrenceCount: number;
  readonly chain: string;
  readonly recordedCount: number;
  readonly recordedChain: string;
  readonly recordedAt: Date;
}

export async function insertGroup(
  trx: Sql,
  group: GroupState & {
    webhookId: string;
    groupKey: string;
    groupSha256: string;
    earlierReportId: string | null;
    now: Date;
  },
): Promise<void> {
  if (group.earlierReportId !== null) {
    await trx
      .updateTable('report_occurrence_group')
      .set({ is_current: false })
      .where('report_id', '=', group.earlierReportId)
      .execute();
  }
  await trx
    .insertInto('report_occurrence_group')
    .values({
      report_id: group.reportId,
      webhook_id: group.webhookId,
      group_key: group.groupKey,
      group_sha256: group.groupSha256,
      is_current: true,
      occurrence_count: group.occurrenceCount,
      last_received_at: group.now,
      chain: group.chain,
      recorded_count: group.recordedCount,
      recorded_chain: group.recordedChain,
      recorded_at: group.recordedAt,
      earlier_report_id: group.earlierReportId,
    })
    .execute();
}

/** Writes how far a group is, and how often its report was repeated. */
export async function updateGroup(trx: Sql, group: GroupState, now: Date): Promise<void> {
  await raw`
    WITH repeated AS (UPDATE report SET occurrences = ${group.occurrenceCount} WHERE id = ${group.reportId})
    UPDATE report_occurrence_group SET occurrence_count = ${group.occurrenceCount}, last_received_at = ${now}, chain = ${group.chain},
      recorded_count = ${group.recordedCount}, recorded_chain = ${group.recordedChain}, recorded_at = ${group.recordedAt}
    WHERE report_id = ${group.reportId}`.execute(trx);
}

export async function markCounted(trx: Sql, group: GroupRow, now: Date): Promise<void> {
  await trx
    .updateTable('report_occurrence_group')
    .set({ recorded_count: group.occurrenceCount, recorded_chain: group.chain, recorded_at: now })
    .where('report_id', '=', group.reportId)
    .execute();
}

export interface Delivery {
  readonly id: string;
  readonly mediaType: string;
  readonly content: Buffer;
  readonly sha256: string;
}

export interface NewOccurrence {
  readonly id: string;
  readonly reportId: string;
  readonly number: number;
  readonly chain: string;
  readonly alert: ReadAlert;
  /** First words where the mapping found none. */
  readonly summary: string;
}

/** Writes a delivery with its occurrences in one statement: others may wait for the report it belongs to. */
export async function insertDelivery(
  trx: Sql,
  occurrences: readonly NewOccurrence[],
  came: { webhookId: string; delivery: Delivery; now: Date },
): Promise<void> {
  const { delivery, now, webhookId } = came;
  await trx
    .with('delivered', (query) =>
      query.insertInto('webhook_delivery').values({
        id: delivery.id,
        webhook_id: webhookId,
        received_at: now,
        media_type: delivery.mediaType,
        content: delivery.content,
        sha256: delivery.sha256,
        occurrence_count: occurrences.length,
      }),
    )
    .insertInto('report_occurrence')
    .values(
      occurrences.map(({ alert, chain, id, number, reportId, summary }) => ({
        id,
        report_id: reportId,
        number,
        webhook_id: webhookId,
        delivery_id: delivery.id,
        sha256: delivery.sha256,
        pointer: alert.pointer,
        received_at: now,
        summary,
        chain,
        ...(isMapped(alert)
          ? {
              occurred_at: alert.occurredAt,
              state: alert.state,
              severity: alert.severity,
              external_id: alert.externalId,
              link: alert.link,
              facts: JSON.stringify(alert.facts),
              problem: null,
            }
          : { state: 'unknown', facts: '[]', problem: alert.problem }),
      })),
    )
    .execute();
}

export interface OccurrenceRow {
  id: string;
  number: number;
  pointer: string;
  received_at: Date;
  occurred_at: Date | null;
  state: string;
  severity: string | null;
  summary: string;
  external_id: string | null;
  link: string | null;
  facts: unknown;
  problem: string | null;
  sha256: string;
}

/** Occurrences of a report, newest first. */
export async function listOccurrenceRows(
  trx: Sql,
  reportId: string,
  belowNumber: number | null,
  countMax: number,
): Promise<OccurrenceRow[]> {
  const { rows } = await raw<OccurrenceRow>`
    SELECT o.id, o.number, o.pointer, o.received_at, o.occurred_at, o.state, o.severity, o.summary, o.external_id, o.link, o.facts,
      o.problem, o.sha256
    FROM report_occurrence o
    WHERE o.report_id = ${reportId} AND (${belowNumber}::integer IS NULL OR o.number < ${belowNumber}::integer)
    ORDER BY o.number DESC LIMIT ${countMax}`.execute(trx);
  return rows;
}

type Shown = Omit<Occurrence, 'differs'>;

function shownOf(row: OccurrenceRow): Shown {
  return {
    id: row.id,
    number: row.number,
    pointer: row.pointer,
    receivedAt: row.received_at.toISOString(),
    occurredAt: row.occurred_at?.toISOString() ?? null,
    state: row.state as OccurrenceState,
    severity: row.severity as Occurrence['severity'],
    summary: row.summary,
    externalId: row.external_id,
    link: row.link,
    facts: row.facts as Occurrence['facts'],
    problem: row.problem,
    sha256: row.sha256,
  };
}

/** Fields of two occurrences that may differ and tell something; a moment always differs. */
function differences(one: Shown, before: Shown): string[] {
  const fields = (['summary', 'state', 'severity', 'problem'] as const).filter(
    (name) => one[name] !== before[name],
  );
  const known = new Map(before.facts.map(({ name, value }) => [name, value]));
  const facts = one.facts.filter(({ name, value }) => known.get(name) !== value).map(({ name }) => name);
  const gone = before.facts
    .filter(({ name }) => one.facts.every((fact) => fact.name !== name))
    .map(({ name }) => name);
  return [...fields, ...facts, ...gone];
}

/** @param before the occurrence that came right before it, or undefined for the first one */
export function presentOccurrence(row: OccurrenceRow, before: OccurrenceRow | undefined): Occurrence {
  const shown = shownOf(row);
  return { ...shown, differs: before === undefined ? [] : differences(shown, shownOf(before)) };
}
