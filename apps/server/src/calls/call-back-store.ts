// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type CallBack,
  type Language,
  limits,
  type PersonId,
  type readCallsOfReport,
} from '@belfry/contract';
import type { Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { CallBackTable } from '../platform/database/rows.generated.ts';

export type CallBackRow = Selectable<CallBackTable> & {
  reference: string;
  summary: string;
  reporter_name: string | null;
  language: string;
  promised_by_name: string;
  incident_id: string | null;
};
export type Try = CallBack['tries'][number];
type CallTaken = Answer<typeof readCallsOfReport>['calls'][number];

const FIRST_WORDS = 160;

function selectCallBacks(trx: Sql) {
  return trx
    .selectFrom('call_back')
    .innerJoin('report', 'report.id', 'call_back.report_id')
    .innerJoin('person', 'person.id', 'call_back.promised_by')
    .selectAll('call_back')
    .select([
      'report.reference',
      'report.summary',
      'report.reporter_name',
      'report.language',
      'report.incident_id',
      'person.name as promised_by_name',
    ]);
}

export function triesOf(row: Pick<CallBackRow, 'tries'>): Try[] {
  return row.tries as unknown as Try[];
}

export function presentCallBack(row: CallBackRow): CallBack {
  return {
    id: row.id,
    report: row.reference,
    summary: row.summary.slice(0, FIRST_WORDS),
    name: row.reporter_name,
    language: row.language as Language,
    number: row.number,
    dueAt: row.due_at.toISOString(),
    promisedBy: { id: row.promised_by as PersonId, name: row.promised_by_name },
    tries: triesOf(row),
    doneAt: row.done_at?.toISOString() ?? null,
  };
}

/** Promises not kept yet, the most urgent first. Row-level security shows those of reports one sees. */
export function listOpenCallBacks(trx: Sql): Promise<CallBackRow[]> {
  return selectCallBacks(trx)
    .where('call_back.done_at', 'is', null)
    .orderBy('call_back.due_at')
    .orderBy('call_back.id')
    .limit(limits.callBacksListedMax)
    .execute();
}

export function callBacksOfReport(trx: Sql, reportId: string): Promise<CallBackRow[]> {
  return selectCallBacks(trx)
    .where('call_back.report_id', '=', reportId)
    .orderBy('call_back.due_at')
    .orderBy('call_back.id')
    .execute();
}

export async function lockCallBack(trx: Sql, id: string): Promise<CallBackRow | undefined> {
  const locked = await trx
    .selectFrom('call_back')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? undefined : findCallBack(trx, id);
}

export function findCallBack(trx: Sql, id: string): Promise<CallBackRow | undefined> {
  return selectCallBacks(trx).where('call_back.id', '=', id).executeTakeFirst();
}

export async function insertCallBack(
  trx: Sql,
  promise: { id: string; reportId: string; number: string; dueAt: Date; at: Date; by: string },
): Promise<void> {
  await trx
    .insertInto('call_back')
    .values({
      id: promise.id,
      report_id: promise.reportId,
      number: promise.number,
      due_at: promise.dueAt,
      promised_at: promise.at,
      promised_by: promise.by,
    })
    .execute();
}

export async function noteTry(
  trx: Sql,
  row: CallBackRow,
  made: Try,
  { doneAt, dueAt }: { doneAt: Date | null; dueAt: Date },
): Promise<void> {
  await trx
    .updateTable('call_back')
    .set({ tries: JSON.stringify([...triesOf(row), made]), done_at: doneAt, due_at: dueAt })
    .where('id', '=', row.id)
    .execute();
}

export async function insertCall(
  trx: Sql,
  call: {
    id: string;
    reportId: string;
    calledAt: Date;
    takenBy: string;
    recordedAt: Date;
    organisation: string;
    severityHint: string | null;
    noticed: string;
  },
): Promise<void> {
  await trx
    .insertInto('call')
    .values({
      id: call.id,
      report_id: call.reportId,
      called_at: call.calledAt,
      taken_by: call.takenBy,
      recorded_at: call.recordedAt,
      organisation: call.organisation,
      severity_hint: call.severityHint,
      noticed_words: call.noticed,
    })
    .execute();
}

/** The report of a reference, where the reader sees it. */
export async function reportIdOf(trx: Sql, reference: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('report')
    .select('id')
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row?.id;
}

export async function callsOfReport(trx: Sql, reportId: string): Promise<CallTaken[]> {
  const rows = await trx
    .selectFrom('call')
    .innerJoin('person', 'person.id', 'call.taken_by')
    .selectAll('call')
    .select('person.name')
    .where('call.report_id', '=', reportId)
    .orderBy('called_at')
    .orderBy('call.id')
    .execute();
  return rows.map((row) => ({
    calledAt: row.called_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    takenBy: { id: row.taken_by as PersonId, name: row.name },
    organisation: row.organisation,
    severityHint: row.severity_hint as CallTaken['severityHint'],
    noticed: row.noticed_words,
  }));
}
