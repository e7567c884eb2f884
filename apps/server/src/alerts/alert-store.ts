// SPDX-License-Identifier: Apache-2.0
import type { Alert, IncidentStatus, PersonId, Severity, Tlp } from '@belfry/contract';
import { limits } from '@belfry/contract';
import { sql as raw, type SqlBool } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { AlertedIncident, Recipient } from './alert.ts';

export type AlertState = Alert['state'];

/** A waiting alert, locked, with what it is about. */
export interface DueAlert {
  readonly id: string;
  readonly repeats: number;
  readonly alertedIds: readonly string[];
  readonly incident: AlertedIncident & {
    readonly id: string;
    readonly reference: string;
    readonly title: string;
    readonly tlp: Tlp;
    readonly leadName: string | null;
  };
}

/** Writes a waiting alert that is due at once. @returns false when one waits already */
export async function insertAlert(trx: Sql, id: string, incidentId: string, now: Date): Promise<boolean> {
  const result = await trx
    .insertInto('alert')
    .values({ id, incident_id: incidentId, state: 'waiting', raised_at: now, next_at: now })
    .onConflict((conflict) =>
      conflict.column('incident_id').where(raw<SqlBool>`state = 'waiting'`).doNothing(),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Whether somebody has the incident already: an alert was answered and nothing ended it. */
export async function isAnswered(trx: Sql, incidentId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('alert')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'acknowledged')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends the waiting alert of an incident. @returns its identifier, or null when none waited */
export async function endAlert(trx: Sql, incidentId: string): Promise<string | null> {
  const row = await trx
    .updateTable('alert')
    .set({ state: 'ended', next_at: null })
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Locks one alert that is due and that no other process works on. */
export async function claimDueAlert(trx: Sql, now: Date): Promise<DueAlert | null> {
  const row = await trx
    .selectFrom('alert')
    .innerJoin('incident', 'incident.id', 'alert.incident_id')
    .leftJoin('person as lead', 'lead.id', 'incident.lead_id')
    .select(['alert.id', 'alert.repeats', 'alert.alerted_ids', 'incident.id as incident_id'])
    .select(['incident.reference', 'incident.title', 'incident.tlp', 'incident.status', 'incident.severity'])
    .select(['incident.restricted', 'incident.participant_ids', 'lead.name as lead_name'])
    .where('alert.state', '=', 'waiting')
    .where('alert.next_at', '<=', now)
    .orderBy('alert.next_at')
    .limit(1)
    .forUpdate('alert')
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) {
    return null;
  }
  return {
    id: row.id,
    repeats: row.repeats,
    alertedIds: row.alerted_ids,
    incident: {
      id: row.incident_id,
      reference: row.reference,
      title: row.title,
      tlp: row.tlp as Tlp,
      status: row.status as IncidentStatus,
      severity: row.severity as Severity | null,
      restricted: row.restricted,
      participantIds: row.participant_ids,
      leadName: row.lead_name,
    },
  };
}

export async function writeStep(
  trx: Sql,
  id: string,
  step: { repeats: number; nextAt: Date | null; alertedIds: readonly string[] },
): Promise<void> {
  await trx
    .updateTable('alert')
    .set({ repeats: step.repeats, next_at: step.nextAt, alerted_ids: [...step.alertedIds] })
    .where('id', '=', id)
    .execute();
}

/** Everybody an alert could reach. */
export async function activePeople(trx: Sql): Promise<Recipient[]> {
  const rows = await trx
    .selectFrom('person')
    .select(['id', 'name', 'email', 'language', 'roles', 'deputy_id'])
    .where('state', '=', 'active')
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ deputy_id: deputyId, ...person }) => ({ ...person, deputyId }));
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

export interface FoundAlert {
  readonly alert: Alert;
  readonly incidentId: string;
}

/** Alerts of incidents the reader can see, oldest first. */
export async function findAlerts(
  trx: Sql,
  wanted: { state?: AlertState; id?: string },
): Promise<FoundAlert[]> {
  let query = trx
    .selectFrom('alert')
    .innerJoin('incident', 'incident.id', 'alert.incident_id')
    .leftJoin('person as answered', 'answered.id', 'alert.acknowledged_by')
    .selectAll('alert')
    .select(['incident.reference', 'incident.title', 'answered.name as answered_name'])
    .orderBy('alert.raised_at')
    .orderBy('alert.id')
    .limit(limits.pageSizeMax);
  if (wanted.state !== undefined) query = query.where('alert.state', '=', wanted.state);
  if (wanted.id !== undefined) query = query.where('alert.id', '=', wanted.id);
  const rows = await query.execute();
  const ids = [...new Set(rows.flatMap((row) => row.alerted_ids))];
  const people =
    ids.length === 0
      ? []
      : await trx.selectFrom('person').select(['id', 'name']).where('id', 'in', ids).execute();
  return rows.map((row) => ({
    incidentId: row.incident_id,
    alert: {
      id: row.id,
      incident: row.reference,
      title: row.title,
      state: row.state as AlertState,
      raisedAt: row.raised_at.toISOString(),
      repeats: row.repeats,
      nextAt: row.next_at?.toISOString() ?? null,
      alerted: row.alerted_ids.flatMap((id) =>
        people
          .filter((person) => person.id === id)
          .map((person) => ({ id: id as PersonId, name: person.name })),
      ),
      acknowledgedBy:
        row.acknowledged_by === null
          ? null
          : { id: row.acknowledged_by as PersonId, name: row.answered_name ?? '' },
      acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
      note: row.note,
    },
  }));
}
