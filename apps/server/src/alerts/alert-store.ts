// SPDX-License-Identifier: Apache-2.0
import { type Alert, type AlertKind, type LimitPercent, limits, type Tlp } from '@belfry/contract';
import { sql as raw, type SqlBool } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { AlertedThing, Recipient, Urgency } from './alert.ts';

export type AlertState = Alert['state'];

/** What an alert is about: an incident, or a report that came from a rule. */
export type AlertAbout =
  | { readonly incidentId: string; readonly reportId?: never }
  | { readonly reportId: string; readonly incidentId?: never };

/** A waiting alert, locked, with what it is about. */
export interface DueAlert extends Urgency {
  readonly id: string;
  readonly repeats: number;
  readonly alertedIds: readonly string[];
  /** Of the limit or the incident: whom a page goes to first. */
  readonly ownerId: string | null;
  readonly leadId: string | null;
  readonly duty: { readonly regimeId: string; readonly stageKind: string } | null;
  /** Of a test call. */
  readonly rosterId: string | null;
  readonly timeZone: string;
  readonly about: AlertedThing & {
    readonly kind: 'incident' | 'report' | 'roster';
    readonly id: string;
    readonly reference: string;
    readonly title: string;
    /** Of an incident; the others carry none. */
    readonly tlp: Tlp | null;
    readonly leadName: string | null;
  };
}

/** Writes a waiting alert that is due at once. @returns false when one waits already */
export async function insertAlert(trx: Sql, id: string, about: AlertAbout, now: Date): Promise<boolean> {
  const { incidentId = null, reportId = null } = about;
  const result = await trx
    .insertInto('alert')
    .values({
      id,
      incident_id: incidentId,
      report_id: reportId,
      state: 'waiting',
      raised_at: now,
      next_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .column(incidentId === null ? 'report_id' : 'incident_id')
        .where(
          incidentId === null
            ? raw<SqlBool>`state = 'waiting'`
            : raw<SqlBool>`state = 'waiting' AND kind = 'critical'`,
        )
        .doNothing(),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Writes a test call of a roster, due at once. @returns false when one waits already */
export async function insertTestCall(trx: Sql, id: string, rosterId: string, now: Date): Promise<boolean> {
  const result = await trx
    .insertInto('alert')
    .values({ id, kind: 'test', roster_id: rosterId, state: 'waiting', raised_at: now, next_at: now })
    .onConflict((conflict) => conflict.column('roster_id').where(raw<SqlBool>`state = 'waiting'`).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Whether somebody has the incident already: an alert was answered and nothing ended it. */
export async function isAnswered(trx: Sql, incidentId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('alert')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('kind', '=', 'critical')
    .where('state', '=', 'acknowledged')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends the waiting alert of an incident or a report. @returns its identifier, or null when none waited */
export async function endAlert(trx: Sql, about: AlertAbout): Promise<string | null> {
  const { incidentId, reportId } = about;
  const row = await trx
    .updateTable('alert')
    .set({ state: 'ended', next_at: null })
    .where(
      incidentId === undefined ? 'report_id' : 'incident_id',
      '=',
      incidentId === undefined ? reportId : incidentId,
    )
    .where('kind', '=', 'critical')
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** A limit that pages somebody. Without a percent it reminds of a duty that has no number. */
export interface NearLimit {
  readonly obligationId: string;
  readonly incidentId: string;
  readonly percent: LimitPercent | null;
  readonly dueAt: Date | null;
}

/**
 * Raises the pages of limits, or lifts those that wait to the higher part of their time and lets them ring again at
 * once. One that was answered stays answered: the next mark is a page of its own. In two statements however many there
 * are: ten thousand limits may be due in the same second.
 *
 * @returns by obligation
 */
export async function raiseLimitPages(
  trx: Sql,
  near: readonly (NearLimit & { readonly id: string })[],
  now: Date,
): Promise<
  Map<string, { readonly id: string; readonly isNew: boolean; readonly percentBefore: number | null }>
> {
  if (near.length === 0) return new Map();
  const waiting = await trx
    .selectFrom('alert')
    .select(['obligation_id', 'percent'])
    .where(
      'obligation_id',
      'in',
      near.map(({ obligationId }) => obligationId),
    )
    .where('state', '=', 'waiting')
    .execute();
  const before = new Map(waiting.map((row) => [row.obligation_id, row.percent]));
  const rows = await trx
    .insertInto('alert')
    .values(
      near.map(({ dueAt, id, incidentId, obligationId, percent }) => ({
        id,
        kind: 'limit',
        incident_id: incidentId,
        obligation_id: obligationId,
        percent,
        due_at: dueAt,
        state: 'waiting',
        raised_at: now,
        next_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('obligation_id')
        .where(raw<SqlBool>`state = 'waiting'`)
        .doUpdateSet((set) => ({
          percent: set.ref('excluded.percent'),
          due_at: set.ref('excluded.due_at'),
          repeats: 0,
          next_at: now,
          quiet_until: null,
        })),
    )
    .returning(['id', 'obligation_id'])
    .execute();
  const newIds = new Set(near.map(({ id }) => id));
  return new Map(
    rows.map(({ id, obligation_id }) => [
      obligation_id ?? '',
      { id, isNew: newIds.has(id), percentBefore: before.get(obligation_id) ?? null },
    ]),
  );
}

/** Ends the waiting page of a limit. @returns which one, or null when none waited */
export async function endLimitPage(
  trx: Sql,
  obligationId: string,
): Promise<{
  readonly id: string;
  readonly incident: { readonly id: string; readonly reference: string };
} | null> {
  const row = await trx
    .updateTable('alert')
    .from('incident')
    .set({ state: 'ended', next_at: null, quiet_until: null })
    .whereRef('incident.id', '=', 'alert.incident_id')
    .where('alert.obligation_id', '=', obligationId)
    .where('alert.state', '=', 'waiting')
    .returning(['alert.id', 'incident.id as incident_id', 'incident.reference'])
    .executeTakeFirst();
  return row === undefined
    ? null
    : { id: row.id, incident: { id: row.incident_id, reference: row.reference } };
}

/**
 * Locks alerts that are due and that no other process works on, oldest first. Pages of limits wait a moment while more
 * marks are about to ring: a storm of them is told in one call, and not as it is counted. Bounded, because a mark that
 * cannot ring now must not silence the others.
 */
export async function claimDueAlerts(trx: Sql, now: Date, countMax: number): Promise<DueAlert[]> {
  return (await dueAlerts(trx, now, countMax).execute()).map(asDue);
}

function asDue(row: DueRow): DueAlert {
  return {
    id: row.id,
    kind: row.kind as AlertKind,
    percent: row.percent,
    dueAt: row.due_at,
    repeats: row.repeats,
    alertedIds: row.alerted_ids,
    ownerId: row.owner_id,
    leadId: row.lead_id,
    duty: row.regime_id === null ? null : { regimeId: row.regime_id, stageKind: row.stage_kind ?? '' },
    rosterId: row.roster_id,
    timeZone: row.time_zone ?? 'UTC',
    about: aboutOf(row),
  };
}

function dueAlerts(trx: Sql, now: Date, countMax: number) {
  return trx
    .selectFrom('alert')
    .leftJoin('incident', 'incident.id', 'alert.incident_id')
    .leftJoin('person as lead', 'lead.id', 'incident.lead_id')
    .leftJoin('report', 'report.id', 'alert.report_id')
    .leftJoin('obligation', 'obligation.id', 'alert.obligation_id')
    .leftJoin('roster', 'roster.id', 'alert.roster_id')
    .select(['alert.id', 'alert.kind', 'alert.percent', 'alert.due_at', 'alert.roster_id'])
    .select(['alert.repeats', 'alert.alerted_ids', 'alert.incident_id', 'alert.report_id'])
    .select(['incident.reference', 'incident.title', 'incident.tlp', 'incident.lead_id'])
    .select(['incident.restricted', 'incident.participant_ids', 'lead.name as lead_name'])
    .select(['obligation.owner_id', 'obligation.regime_id', 'obligation.kind as stage_kind'])
    .select([
      'report.reference as report_reference',
      'report.summary',
      'report.restricted as report_restricted',
    ])
    .select(['report.participant_ids as report_participant_ids', 'roster.name as roster_name'])
    .select((from) => from.selectFrom('organisation').select('time_zone').limit(1).as('time_zone'))
    .where('alert.state', '=', 'waiting')
    .where('alert.next_at', '<=', now)
    .where((where) =>
      where.or([
        where('alert.kind', '!=', 'limit'),
        where('alert.next_at', '<=', new Date(now.getTime() - limits.stormGatheredMsMax)),
        where.not(
          where.exists(
            where
              .selectFrom('obligation_mark as mark')
              .select('mark.id')
              .where('mark.rang_at', 'is', null)
              .where('mark.dropped_at', 'is', null)
              .where('mark.rings_at', '<=', now),
          ),
        ),
      ]),
    )
    .orderBy('alert.next_at')
    .limit(countMax)
    .forUpdate('alert')
    .skipLocked();
}

type DueRow = Awaited<ReturnType<ReturnType<typeof dueAlerts>['executeTakeFirstOrThrow']>>;

function aboutOf(row: DueRow): DueAlert['about'] {
  if (row.roster_id !== null) {
    return {
      kind: 'roster',
      id: row.roster_id,
      reference: row.roster_name ?? '',
      title: row.roster_name ?? '',
      tlp: null,
      restricted: false,
      // Whoever is called is on duty in it, and there is nothing to hide.
      participantIds: [],
      readWith: null,
      leadName: null,
    };
  }
  if (row.incident_id !== null) {
    return {
      kind: 'incident',
      id: row.incident_id,
      reference: row.reference ?? '',
      title: row.title ?? '',
      tlp: row.tlp as Tlp,
      restricted: row.restricted ?? true,
      participantIds: row.participant_ids ?? [],
      readWith: 'incidents.read',
      leadName: row.lead_name,
    };
  }
  return {
    kind: 'report',
    id: row.report_id ?? '',
    reference: row.report_reference ?? '',
    title: row.summary ?? '',
    tlp: null,
    restricted: row.report_restricted ?? true,
    participantIds: row.report_participant_ids ?? [],
    readWith: 'reports.read',
    leadName: null,
  };
}

export interface WrittenStep {
  readonly id: string;
  readonly repeats: number;
  readonly nextAt: Date | null;
  readonly alertedIds: readonly string[];
  readonly quietUntil?: Date;
}

/** Writes where alerts stand now, in one statement: a storm moves thousands. */
export async function writeSteps(trx: Sql, steps: readonly WrittenStep[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ alertedIds, id, nextAt, quietUntil = null, repeats }) => ({
    ...{ id, repeats },
    next_at: nextAt,
    alerted: alertedIds,
    quiet_until: quietUntil,
  }));
  await raw`
    UPDATE alert SET repeats = step.repeats, next_at = step.next_at, quiet_until = step.quiet_until,
      alerted_ids = ARRAY(SELECT one::uuid FROM jsonb_array_elements_text(step.alerted) WITH ORDINALITY AS a(one, place)
        ORDER BY place)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS step(id uuid, repeats integer, next_at timestamptz, quiet_until timestamptz, alerted jsonb)
    WHERE alert.id = step.id`.execute(trx);
}

/** An alert was told under the call of others: what became of that call is what became of its own. */
export async function writeCalledWith(trx: Sql, headId: string, alertIds: readonly string[]): Promise<void> {
  await trx
    .updateTable('alert')
    .set({ called_with: raw<string[]>`array_append(called_with, ${headId}::uuid)` })
    .where('id', 'in', [...alertIds])
    .where((where) => where.not(where(raw<string>`${headId}::uuid`, '=', where.fn.any('called_with'))))
    .execute();
}

/** Everybody an alert could reach. */
export async function activePeople(trx: Sql): Promise<Recipient[]> {
  const rows = await trx
    .selectFrom('person')
    .leftJoin('quiet_hours', 'quiet_hours.person_id', 'person.id')
    .select(['id', 'name', 'email', 'language', 'roles', 'deputy_id'])
    .select(['from_time', 'until_time', 'time_zone'])
    .where('state', '=', 'active')
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, email, language, roles, ...row }) => ({
    id,
    name,
    email,
    language,
    roles,
    deputyId: row.deputy_id,
    quiet:
      row.from_time === null
        ? null
        : { fromTime: row.from_time, untilTime: row.until_time ?? '', timeZone: row.time_zone ?? 'UTC' },
  }));
}

/** Answers a waiting alert. @returns false when it was answered or ended meanwhile */
export async function acknowledge(
  trx: Sql,
  id: string,
  by: { personId: string; at: Date; note: string | null },
): Promise<boolean> {
  const result = await trx
    .updateTable('alert')
    .set({
      state: 'acknowledged',
      next_at: null,
      acknowledged_by: by.personId,
      acknowledged_at: by.at,
      note: by.note,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
