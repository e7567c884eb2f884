// SPDX-License-Identifier: Apache-2.0
import {
  type CaseLine,
  type CaseOutcome,
  type CaseWhole,
  type Language,
  type Refusal,
  type Report,
  refuse,
} from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { ReportTable, WhistleblowingCaseTable } from '../platform/database/rows.generated.ts';
import { acknowledgementDueAt, type ClockFacts, clocksOf, feedbackDueAt, soonAt } from './case-clocks.ts';

export type CaseRow = Selectable<ReportTable> &
  Omit<Selectable<WhistleblowingCaseTable>, 'state'> & {
    case_state: string;
    assignee_name: string | null;
  };

export type CaseNotFound = Refusal<'whistleblowing.not_found'>;

/** When something is due next; nothing left to do comes last. */
const nextDue = raw<Date>`CASE WHEN c.acknowledged_at IS NULL THEN c.acknowledgement_due_at
  WHEN c.feedback_at IS NULL THEN c.feedback_due_at ELSE '9999-01-01T00:00:00Z'::timestamptz END`;

function selectCases(trx: Sql) {
  return trx
    .selectFrom('whistleblowing_case as c')
    .innerJoin('report', 'report.id', 'c.report_id')
    .leftJoin('person', 'person.id', 'c.assignee_id')
    .selectAll('report')
    .select([
      'c.report_id',
      'c.state as case_state',
      'c.received_at',
      'c.time_zone',
      'c.acknowledgement_due_at',
      'c.acknowledgement_message_id',
      'c.acknowledged_at',
      'c.feedback_due_at',
      'c.feedback_message_id',
      'c.feedback_at',
      'c.assignee_id',
      'c.oral_way',
      'c.checked_by_reporter',
      'c.outcome',
      'c.outcome_reason',
      'c.closed_at',
      'person.name as assignee_name',
    ]);
}

export type CasesFrom = readonly [at: string, id: string] | null;

/** Open ones by what is due next, closed ones by when; one row more than the page. */
export async function listCaseRows(
  trx: Sql,
  state: 'open' | 'closed',
  from: CasesFrom,
  limit: number,
): Promise<(CaseRow & { sorted_by: Date })[]> {
  const key = state === 'open' ? nextDue : raw<Date>`c.closed_at`;
  const direction = state === 'open' ? 'asc' : 'desc';
  let query = selectCases(trx)
    .select(key.as('sorted_by'))
    .where('c.state', '=', state)
    .orderBy(key, direction)
    .orderBy('c.report_id', direction)
    .limit(limit + 1);
  if (from !== null) {
    const [at, id] = from;
    query = query.where(
      state === 'open'
        ? raw<boolean>`(${key}, c.report_id) > (${at}::timestamptz, ${id}::uuid)`
        : raw<boolean>`(${key}, c.report_id) < (${at}::timestamptz, ${id}::uuid)`,
    );
  }
  return query.execute();
}

export async function findCase(trx: Sql, reference: string): Promise<CaseRow | CaseNotFound> {
  const row = await selectCases(trx).where('report.reference', '=', reference).executeTakeFirst();
  return row ?? refuse('whistleblowing.not_found', `No confidential report "${reference}"`);
}

/** A case to change: its own row is locked until commit, so that two acts see each other. */
export async function lockCase(trx: Sql, reference: string): Promise<CaseRow | CaseNotFound> {
  await trx
    .selectFrom('whistleblowing_case')
    .select('report_id')
    .where('report_id', 'in', trx.selectFrom('report').select('id').where('reference', '=', reference))
    .forUpdate()
    .executeTakeFirst();
  return findCase(trx, reference);
}

/** Opens the case of a report that was just received, with everything its handlers are to be told of and when. */
export async function openCase(trx: Sql, reportId: string, receivedAt: Date): Promise<void> {
  const organisation = await trx.selectFrom('organisation').select('time_zone').executeTakeFirst();
  const timeZone = organisation?.time_zone ?? 'UTC';
  const acknowledgeBy = acknowledgementDueAt(receivedAt, timeZone);
  const feedbackBy = feedbackDueAt(receivedAt, null, timeZone);
  await trx
    .insertInto('whistleblowing_case')
    .values({
      report_id: reportId,
      state: 'open',
      received_at: receivedAt,
      time_zone: timeZone,
      acknowledgement_due_at: acknowledgeBy,
      feedback_due_at: feedbackBy,
    })
    .execute();
  const due = { received: receivedAt, ...remindersOf('acknowledgement', acknowledgeBy) };
  await trx
    .insertInto('whistleblowing_reminder')
    .values(
      Object.entries({ ...due, ...remindersOf('feedback', feedbackBy) }).map(([occasion, due_at]) => ({
        report_id: reportId,
        occasion,
        due_at,
      })),
    )
    .execute();
}

function remindersOf(clock: 'acknowledgement' | 'feedback', dueAt: Date): Record<string, Date> {
  return { [`${clock}_soon`]: soonAt(dueAt), [`${clock}_missed`]: new Date(dueAt.getTime() + 1) };
}

/** The acknowledgement reached the reporter: from now on the feedback is due from it. */
export async function keepAcknowledged(
  trx: Sql,
  row: Pick<CaseRow, 'report_id' | 'received_at' | 'time_zone'>,
  acknowledgedAt: Date,
): Promise<void> {
  const feedbackBy = feedbackDueAt(row.received_at, acknowledgedAt, row.time_zone);
  await changeCase(trx, row.report_id, { acknowledged_at: acknowledgedAt, feedback_due_at: feedbackBy });
  for (const [occasion, due_at] of Object.entries(remindersOf('feedback', feedbackBy))) {
    await trx
      .updateTable('whistleblowing_reminder')
      .set({ due_at })
      .where('report_id', '=', row.report_id)
      .where('occasion', '=', occasion)
      .where('settled_at', 'is', null)
      .execute();
  }
}

export async function changeCase(
  trx: Sql,
  reportId: string,
  columns: Partial<Omit<Selectable<WhistleblowingCaseTable>, 'report_id'>>,
): Promise<void> {
  await trx.updateTable('whistleblowing_case').set(columns).where('report_id', '=', reportId).execute();
}

function factsOf(row: CaseRow): ClockFacts {
  return {
    receivedAt: row.received_at,
    acknowledgementDueAt: row.acknowledgement_due_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgementMessageId: row.acknowledgement_message_id,
    feedbackDueAt: row.feedback_due_at,
    feedbackAt: row.feedback_at,
    feedbackMessageId: row.feedback_message_id,
  };
}

export function presentCase(row: CaseRow, now: Date): CaseLine {
  return {
    reference: row.reference,
    state: row.case_state as CaseLine['state'],
    isWithdrawn: row.state === 'withdrawn',
    summary: row.summary,
    channel: row.channel as Report['channel'],
    anonymous: row.anonymous,
    language: row.language as Language,
    receivedAt: row.received_at.toISOString(),
    unreadFromReporter: row.unread_from_reporter,
    assignee:
      row.assignee_id === null ? null : personShown({ id: row.assignee_id, name: row.assignee_name ?? '' }),
    clocks: clocksOf(factsOf(row), now),
    outcome: row.outcome as CaseOutcome | null,
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

export function personShown({ id, name }: { id: string; name: string }): CaseWhole['handlers'][number] {
  return { id: id as CaseWhole['handlers'][number]['id'], name };
}

export async function notesOf(trx: Sql, reportId: string): Promise<CaseWhole['notes']> {
  const rows = await trx
    .selectFrom('whistleblowing_note as n')
    .innerJoin('person', 'person.id', 'n.written_by')
    .select(['n.id', 'n.kind', 'n.text', 'n.written_at', 'n.written_by', 'person.name'])
    .where('n.report_id', '=', reportId)
    .orderBy('n.written_at')
    .orderBy('n.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as CaseWhole['notes'][number]['kind'],
    text: row.text,
    writtenAt: row.written_at.toISOString(),
    writtenBy: { kind: 'person', id: row.written_by, name: row.name },
  }));
}

export async function handOversOf(trx: Sql, reportId: string): Promise<CaseWhole['handedOver']> {
  const rows = await trx
    .selectFrom('whistleblowing_hand_over as h')
    .innerJoin('person', 'person.id', 'h.handed_by')
    .select(['h.incident_reference', 'h.handed_at', 'person.name'])
    .where('h.report_id', '=', reportId)
    .orderBy('h.handed_at')
    .execute();
  return rows.map((row) => ({
    incident: row.incident_reference,
    at: row.handed_at.toISOString(),
    by: row.name,
  }));
}

/** A file of the case, by its identifier. */
export function findCaseFile(trx: Sql, reference: string, attachmentId: string) {
  return trx
    .selectFrom('attachment')
    .innerJoin('report', 'report.id', 'attachment.report_id')
    .select(['attachment.name', 'media_type', 'size_bytes', 'sha256'])
    .where('report.reference', '=', reference)
    .where('report.kind', '=', 'whistleblowing')
    .where('attachment.id', '=', attachmentId)
    .executeTakeFirst();
}

export async function insertHandOver(
  trx: Sql,
  one: { readonly reportId: string; readonly incident: string; readonly at: Date; readonly by: string },
): Promise<void> {
  await trx
    .insertInto('whistleblowing_hand_over')
    .values({
      report_id: one.reportId,
      incident_reference: one.incident,
      handed_at: one.at,
      handed_by: one.by,
    })
    .execute();
}
