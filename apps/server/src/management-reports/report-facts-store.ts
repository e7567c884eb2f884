// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse } from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { ClockFacts, IncidentFacts, PeriodFacts } from './report-facts.ts';
import type { Period } from './report-period.ts';

const day = (civil: string, timeZone: string) => raw`(${civil}::date::timestamp AT TIME ZONE ${timeZone})`;

/**
 * Counts a period over incidents that are not restricted, whoever asks: a report is read by others than who made it,
 * and a number must not tell them of an incident they may not know.
 */
export async function readPeriod(
  sql: Sql,
  { from, until }: Period,
  timeZone: string,
  now: Date,
): Promise<PeriodFacts> {
  const [begins, ends] = [day(from, timeZone), day(until, timeZone)];
  const within = (column: RawBuilder<unknown>) => raw`${column} >= ${begins} AND ${column} < ${ends}`;
  const incidents = await raw<PeriodFacts['incidents'][number]>`
    SELECT reference, title, status, severity, class, functions, root_cause_class AS "rootCauseClass",
      root_cause AS "rootCause", lessons, moments -> 'occurred' ->> 'at' AS "occurredAt",
      moments -> 'detected' ->> 'at' AS "detectedAt", ${iso('declared_at')} AS "declaredAt", ${iso('resolved_at')} AS "resolvedAt"
    FROM incident WHERE NOT restricted AND status <> 'merged' AND ${within(raw`declared_at`)}
    ORDER BY declared_at, id`.execute(sql);
  const reports = await raw<{ count: number }>`
    SELECT count(*)::int AS count FROM report
    WHERE NOT restricted AND kind <> 'whistleblowing' AND ${within(raw`reported_at`)}`.execute(sql);
  const alerts = await raw<{ ms: number }>`
    SELECT (extract(epoch FROM a.acknowledged_at - a.raised_at) * 1000)::float AS ms
    FROM alert a JOIN incident i ON i.id = a.incident_id AND NOT i.restricted
    WHERE a.acknowledged_at IS NOT NULL AND ${within(raw`a.raised_at`)}`.execute(sql);
  const measures = await raw<PeriodFacts['measures']>`
    SELECT count(*) FILTER (WHERE m.state = 'planned')::int AS planned, count(*) FILTER (WHERE m.state = 'done')::int AS done,
      count(*) FILTER (WHERE m.state = 'dropped')::int AS dropped,
      count(*) FILTER (WHERE m.state = 'planned' AND m.due_on < ${now}::date)::int AS overdue
    FROM measure m JOIN incident i ON i.id = m.incident_id AND NOT i.restricted
    WHERE ${within(raw`m.created_at`)}`.execute(sql);
  return {
    reportsCount: reports.rows[0]?.count ?? 0,
    incidents: incidents.rows,
    acknowledgedAfterMs: alerts.rows.map(({ ms }) => ms),
    clocks: await readClocks(
      sql,
      raw`NOT i.restricted AND o.duty = 'owed' AND (${within(raw`coalesce(o.due_when_met_at, o.due_at)`)}
        OR (o.due_at IS NULL AND ${within(raw`coalesce(o.met_at, o.started_at)`)}))`,
      now,
    ),
    measures: measures.rows[0] ?? { planned: 0, done: 0, dropped: 0, overdue: 0 },
  };
}

const iso = (column: string) =>
  raw`to_char(${raw.raw(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

async function readClocks(sql: Sql, where: RawBuilder<unknown>, now: Date): Promise<ClockFacts[]> {
  const { rows } = await raw<ClockFacts>`
    SELECT i.reference AS incident, o.regime_id AS "regimeId", o.stage_id AS "stageId", o.state,
      (o.state = 'running' AND o.due_at IS NOT NULL AND o.due_at < ${now}) AS "isMissed",
      ${iso('coalesce(o.due_when_met_at, o.due_at)')} AS "dueAt", ${iso('o.met_at')} AS "metAt", o.late_reason AS "lateReason"
    FROM obligation o JOIN incident i ON i.id = o.incident_id
    WHERE o.state IN ('running', 'met', 'met_late') AND ${where}
    ORDER BY coalesce(o.due_when_met_at, o.due_at, o.met_at), o.id`.execute(sql);
  return rows;
}

/** One incident, as the asker sees it: behind the wall, what they may not see is not there. */
export async function readIncidentFacts(
  sql: Sql,
  reference: string,
  now: Date,
): Promise<(IncidentFacts & { readonly id: string }) | Refusal<'incident.not_found'>> {
  const { rows } = await raw<IncidentFacts & { readonly id: string }>`
    SELECT i.id, i.reference, i.title, i.tlp, i.status, i.severity, i.class, i.summary, p.name AS lead,
      i.personal_data AS "personalData", i.functions, i.moments, ${iso('i.declared_at')} AS "declaredAt",
      ${iso('i.resolved_at')} AS "resolvedAt", i.root_cause_class AS "rootCauseClass", i.root_cause AS "rootCause",
      i.what_was_done AS "whatWasDone", i.lessons
    FROM incident i LEFT JOIN person p ON p.id = i.lead_id WHERE i.reference = ${reference}`.execute(sql);
  const incident = rows[0];
  if (incident === undefined) {
    return refuse('incident.not_found', `Looked for "${reference}"`);
  }
  const { id } = incident;
  const tasks = await raw<IncidentFacts['tasks'][number]>`
    SELECT title, state FROM task WHERE incident_id = ${id} ORDER BY created_at, id`.execute(sql);
  const measures = await raw<IncidentFacts['measures'][number]>`
    SELECT title, state, due_on AS "dueOn" FROM measure WHERE incident_id = ${id} ORDER BY created_at, id`.execute(
    sql,
  );
  const decisions = await raw<IncidentFacts['decisions'][number]>`
    SELECT DISTINCT ON (d.regime_id, d.outcome_id) d.regime_id AS "regimeId", d.outcome_id AS "outcomeId",
      d.is_so AS "isSo", d.reason, p.name AS by, ${iso('d.decided_at')} AS at
    FROM assessment_decision d JOIN person p ON p.id = d.decided_by WHERE d.incident_id = ${id}
    ORDER BY d.regime_id, d.outcome_id, d.decided_at DESC, d.id DESC`.execute(sql);
  const notifications = await raw<IncidentFacts['notifications'][number]>`
    SELECT n.reference, n.regime_id AS "regimeId", n.stage_id AS "stageId", a.name AS authority, n.state,
      ${iso('n.submitted_at')} AS "submittedAt"
    FROM notification n LEFT JOIN authority a ON a.id = n.authority_id WHERE n.incident_id = ${id}
    ORDER BY n.begun_at, n.id`.execute(sql);
  const costs = await raw<{ answer: unknown }>`
    SELECT answer FROM assessment_answer WHERE incident_id = ${id} AND question_id = 'inc.gross_costs_eur'
    ORDER BY recorded_at DESC, id DESC LIMIT 1`.execute(sql);
  const cost = costs.rows[0]?.answer;
  return {
    ...incident,
    tasks: tasks.rows,
    measures: measures.rows,
    decisions: decisions.rows,
    clocks: await readClocks(sql, raw`o.incident_id = ${id}`, now),
    notifications: notifications.rows,
    costsEur: typeof cost === 'number' ? cost : null,
  };
}
