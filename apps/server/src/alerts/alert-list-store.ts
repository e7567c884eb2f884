// SPDX-License-Identifier: Apache-2.0
import type { Alert, AlertCall, AlertKind, LimitPercent, PersonId } from '@belfry/contract';
import { limits } from '@belfry/contract';
import { regimeTexts } from '@belfry/regimes';
import { sql as raw } from 'kysely';
import { beyondTheWall, type Sql } from '../platform/database/database.ts';
import type { AlertState } from './alert-store.ts';

export interface FoundAlert {
  readonly alert: Alert;
  readonly incidentId: string | null;
  readonly reportId: string | null;
}

function shownAlerts(trx: Sql) {
  return trx
    .selectFrom('alert')
    .leftJoin('incident', 'incident.id', 'alert.incident_id')
    .leftJoin('report', 'report.id', 'alert.report_id')
    .leftJoin('roster', 'roster.id', 'alert.roster_id')
    .leftJoin('obligation', 'obligation.id', 'alert.obligation_id')
    .leftJoin('person as answered', 'answered.id', 'alert.acknowledged_by')
    .selectAll('alert')
    .select(['incident.reference', 'incident.title', 'answered.name as answered_name'])
    .select(['report.reference as report_reference', 'report.summary', 'roster.name as roster_name'])
    .select(['obligation.regime_id', 'obligation.kind as stage_kind']);
}
type ShownRow = Awaited<ReturnType<ReturnType<typeof shownAlerts>['executeTakeFirstOrThrow']>>;

/** Alerts of what the reader can see: those that wait first, oldest first; then the newest of the others. */
export async function findAlerts(
  trx: Sql,
  wanted: { state?: AlertState; id?: string },
): Promise<FoundAlert[]> {
  let query = shownAlerts(trx)
    .orderBy(raw`alert.state <> 'waiting'`)
    .orderBy(raw`CASE WHEN alert.state = 'waiting' THEN alert.raised_at END`)
    .orderBy('alert.raised_at', 'desc')
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
  const calls = await findCalls(
    trx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    incidentId: row.incident_id,
    reportId: row.report_id,
    alert: asAlert(row, people, calls.get(row.id) ?? []),
  }));
}

function asAlert(row: ShownRow, people: readonly { id: string; name: string }[], calls: AlertCall[]): Alert {
  return {
    id: row.id,
    incident: row.reference,
    report: row.report_reference,
    title: row.title ?? row.summary ?? row.roster_name ?? '',
    kind: row.kind as AlertKind,
    percent: row.percent as LimitPercent | null,
    dueAt: row.due_at?.toISOString() ?? null,
    obligation: row.obligation_id === null ? null : asDuty(row.obligation_id, row),
    quietUntil: row.quiet_until?.toISOString() ?? null,
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
    calls,
  };
}

function asDuty(id: string, row: ShownRow): Alert['obligation'] {
  const regime = row.regime_id ?? '';
  return { id, regime, law: regimeTexts(regime), stageKind: row.stage_kind ?? '' };
}

/**
 * What became of the calls of alerts the reader was shown. Beyond the wall: a device is its owner's alone, and what is
 * told here of it is that a person was called.
 */
async function findCalls(trx: Sql, alertIds: readonly string[]): Promise<Map<string, AlertCall[]>> {
  if (alertIds.length === 0) return new Map();
  const { rows } = await beyondTheWall(trx, () =>
    raw<{
      alert_id: string;
      channel: AlertCall['channel'];
      receiver: string;
      sent: number;
      waiting: number;
      failed: number;
      last_error: string | null;
      last_at: Date;
    }>`
      SELECT alert_id, channel, receiver, count(*) FILTER (WHERE state = 'sent')::int AS sent,
        count(*) FILTER (WHERE state = 'queued')::int AS waiting,
        count(*) FILTER (WHERE state NOT IN ('sent', 'queued'))::int AS failed,
        (array_agg(last_error ORDER BY queued_at DESC) FILTER (WHERE last_error IS NOT NULL))[1] AS last_error,
        max(queued_at) AS last_at
      FROM (
        WITH told AS (
          SELECT id AS alert_id, unnest(array_prepend(id, called_with)) AS head_id FROM alert WHERE id = ANY (${alertIds})
        )
        SELECT told.alert_id, 'mail' AS channel, to_address AS receiver, state, last_error, queued_at FROM told
          JOIN mail ON mail.alert_id = head_id
        UNION ALL
        SELECT told.alert_id, 'push', p.name, d.state, d.last_error, d.queued_at FROM told
          JOIN channel_delivery d ON d.alert_id = head_id
          JOIN push_subscription s ON s.id = d.push_subscription_id JOIN person p ON p.id = s.person_id
        UNION ALL
        SELECT told.alert_id, 'webhook', e.name, d.state, d.last_error, d.queued_at FROM told
          JOIN channel_delivery d ON d.alert_id = head_id
          JOIN webhook_endpoint e ON e.id = d.webhook_endpoint_id
      ) calls GROUP BY alert_id, channel, receiver ORDER BY channel, receiver`.execute(trx),
  );
  const calls = new Map<string, AlertCall[]>();
  for (const row of rows) {
    const list = calls.get(row.alert_id) ?? [];
    list.push({
      channel: row.channel,
      to: row.receiver,
      sent: row.sent,
      waiting: row.waiting,
      failed: row.failed,
      lastError: row.last_error,
      lastAt: row.last_at.toISOString(),
    });
    calls.set(row.alert_id, list);
  }
  return calls;
}
