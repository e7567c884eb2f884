// SPDX-License-Identifier: Apache-2.0
import {
  type Decision,
  isRefusal,
  type ProblemCode,
  type Refusal,
  type ReportState,
  refuse,
} from '@belfry/contract';
import type { Updateable } from 'kysely';
import type { Changing } from '../platform/database/database.ts';
import type { ReportTable } from '../platform/database/rows.generated.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { fillForReport } from './fill-for-report.ts';
import { titleOf } from './report.ts';
import { type BeforeDecision, nextState } from './report-state.ts';
import { beforeDecision, lockReport, type ReportRow } from './report-store.ts';
import { reasonNotReachable, tellReporter } from './tell-reporter.ts';

export interface IncidentNamed {
  readonly id: string;
  readonly reference: string;
}

/** What a decision left behind. */
export interface Decided {
  readonly id: string;
  readonly reference: string;
  readonly state: ReportState;
  readonly reportedAt: Date;
}

export function subjectOf(row: Pick<ReportRow, 'id' | 'reference'>) {
  return { subject: { kind: 'report', id: row.id, reference: row.reference }, reportId: row.id };
}

/** The incident a report belongs to, for the record. Null when it belongs to none. */
export function incidentOf(
  row: Pick<ReportRow, 'incident_id' | 'incident_reference'>,
): IncidentNamed | undefined {
  return row.incident_id === null || row.incident_reference === null
    ? undefined
    : { id: row.incident_id, reference: row.incident_reference };
}

function decided(row: ReportRow, state: ReportState): Decided {
  return { id: row.id, reference: row.reference, state, reportedAt: row.reported_at };
}

/** What undoing needs to know later. A second question or a later snooze keeps the state before the first. */
function toRemember(row: ReportRow, declared: IncidentNamed | null): string {
  const before: BeforeDecision = {
    state: row.state as ReportState,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    unreadFromReporter: row.unread_from_reporter,
    declared,
  };
  return JSON.stringify(before);
}

async function change(changing: Changing, row: ReportRow, columns: Updateable<ReportTable>): Promise<void> {
  await changing.sql
    .updateTable('report')
    .set({ ...columns, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
}

/**
 * Makes a report part of an incident. The incident is locked by whoever calls.
 *
 * @param declared whether the incident was declared for this very report; undoing may dismiss it then
 */
export async function acceptInto(
  changing: Changing,
  reference: string,
  incident: IncidentNamed,
  declared = false,
): Promise<Decided | Refusal<'report.not_found' | 'report.already_decided'>> {
  const row = await lockReport(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const state = nextState(row.state as ReportState, 'accept', beforeDecision(row));
  if (isRefusal(state)) {
    return refuse('report.already_decided', `${reference} is ${row.state}`);
  }
  await change(changing, row, {
    state,
    incident_id: incident.id,
    decided_at: changing.now,
    first_answered_at: row.first_answered_at ?? changing.now,
    before_decision: toRemember(row, declared ? incident : null),
  });
  changing.record({
    event: 'report.accepted',
    ...subjectOf(row),
    incident,
    changes: changesBetween({ state: row.state, incident: null }, { state, incident: incident.reference }),
  });
  changing.record({
    event: 'incident.report_attached',
    subject: { kind: 'incident', ...incident },
    incident,
    reportId: row.id,
    text: row.summary,
    changes: changesBetween({ report: null }, { report: row.reference }),
  });
  return decided(row, state);
}

/** A report that is about to be accepted, in the words an incident begins with. Locked until commit. */
export async function reportToAccept(
  changing: Changing,
  reference: string,
  titleCharactersMax: number,
): Promise<
  | { title: string; summary: string; reportedAt: Date }
  | Refusal<'report.not_found' | 'report.already_decided'>
> {
  const row = await lockReport(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  if (isRefusal(nextState(row.state as ReportState, 'accept', beforeDecision(row)))) {
    return refuse('report.already_decided', `${reference} is ${row.state}`);
  }
  return {
    title: titleOf(row.summary, titleCharactersMax),
    summary: row.summary,
    reportedAt: row.reported_at,
  };
}

/** What taking a decision back gave free: the incident the report left, and whether it was declared for it. */
export interface Undone extends Decided {
  readonly left: IncidentNamed | null;
  readonly declared: IncidentNamed | null;
}

/** Takes the last decision back, by a new entry: the record keeps both. */
export async function undoDecision(
  changing: Changing,
  reference: string,
  reason?: string,
): Promise<Undone | Refusal<'report.not_found' | 'report.not_decided'>> {
  const row = await lockReport(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const before = beforeDecision(row);
  const state = nextState(row.state as ReportState, 'undo', before);
  if (isRefusal(state) || before === null) {
    return refuse('report.not_decided', `${reference} is ${row.state}`);
  }
  const incident = incidentOf(row);
  await change(changing, row, {
    state,
    // Asking counted what the reporter had written as answered.
    unread_from_reporter: row.unread_from_reporter + (row.state === 'asked' ? before.unreadFromReporter : 0),
    snoozed_until: before.snoozedUntil === null ? null : new Date(before.snoozedUntil),
    incident_id: null,
    duplicate_of: null,
    decline_reason: null,
    decline_note: null,
    decided_at: null,
    before_decision: null,
  });
  changing.record({
    event: 'report.decision_undone',
    ...subjectOf(row),
    incident,
    changes: changesBetween(
      {
        state: row.state,
        incident: incident?.reference,
        duplicateOf: await originalInRecord(changing, row),
        decline: row.decline_reason,
      },
      { state, incident: null, duplicateOf: null, decline: null },
    ),
    reason,
  });
  if (incident !== undefined) {
    changing.record({
      event: 'incident.report_detached',
      subject: { kind: 'incident', ...incident },
      incident,
      reportId: row.id,
      changes: changesBetween({ report: row.reference }, { report: null }),
      reason,
    });
  }
  return { ...decided(row, state), left: incident ?? null, declared: before.declared };
}

type ReportDecision = Exclude<Decision, { verb: 'accept' | 'undo' }>;

/** Decides on a report where no incident has a part in it. */
export async function decideReport(
  changing: Changing,
  reference: string,
  decision: ReportDecision,
): Promise<Decided | Refusal<ProblemCode>> {
  const row = await lockReport(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const state = nextState(row.state as ReportState, decision.verb, beforeDecision(row));
  if (isRefusal(state)) {
    return refuse(state.refused, `${reference} is ${row.state}`);
  }
  const before_decision = toRemember(row, null);
  switch (decision.verb) {
    case 'duplicate':
      return markDuplicate(changing, row, decision, before_decision);
    case 'decline': {
      const { reason } = decision;
      const note = decision.note && (await fillForReport(changing.sql, row, decision.note));
      await change(changing, row, {
        state,
        decline_reason: reason,
        decline_note: note ?? null,
        decided_at: changing.now,
        first_answered_at: row.first_answered_at ?? changing.now,
        before_decision,
      });
      changing.record({
        event: 'report.declined',
        ...subjectOf(row),
        changes: changesBetween({ state: row.state, decline: null }, { state, decline: reason }),
        reason: note,
      });
      return decided(row, state);
    }
    case 'ask': {
      const refusal = reasonNotReachable(row);
      if (refusal !== null) {
        return refusal;
      }
      await change(changing, row, { state, before_decision, unread_from_reporter: 0 });
      const text = await fillForReport(changing.sql, row, decision.text);
      await tellReporter(changing, row, text);
      changing.record({
        event: 'report.asked',
        ...subjectOf(row),
        changes: changesBetween({ state: row.state }, { state }),
        text,
      });
      return decided(row, state);
    }
    case 'snooze': {
      const until = new Date(decision.until);
      await change(changing, row, { state, snoozed_until: until, before_decision });
      changing.record({
        event: 'report.snoozed',
        ...subjectOf(row),
        changes: changesBetween(
          { state: row.state, snoozedUntil: row.snoozed_until },
          { state, snoozedUntil: until.toISOString() },
        ),
      });
      return decided(row, state);
    }
  }
}

/** The record of a report many see does not name one behind the wall. */
function nameInRecord(
  original: { reference: string; restricted: boolean },
  duplicate: { restricted: boolean },
): string | null {
  return original.restricted && !duplicate.restricted ? null : original.reference;
}

async function originalInRecord({ sql }: Changing, row: ReportRow): Promise<string | null> {
  const original =
    row.duplicate_of === null
      ? undefined
      : await sql
          .selectFrom('report')
          .select(['reference', 'restricted'])
          .where('id', '=', row.duplicate_of)
          .executeTakeFirst();
  return original === undefined ? null : nameInRecord(original, row);
}

async function markDuplicate(
  changing: Changing,
  row: ReportRow,
  { note, of }: Extract<Decision, { verb: 'duplicate' }>,
  before_decision: string,
): Promise<Decided | Refusal<ProblemCode>> {
  if (of === row.reference) {
    return refuse('report.duplicate_of_itself', `${row.reference} names itself`);
  }
  const original = await changing.sql
    .selectFrom('report')
    .select(['id', 'reference', 'duplicate_of', 'restricted'])
    .where('reference', '=', of)
    .executeTakeFirst();
  if (original === undefined) {
    return refuse('report.not_found', `No report "${of}"`);
  }
  if (original.duplicate_of === row.id) {
    return refuse('report.duplicate_of_itself', `${of} is itself a duplicate of ${row.reference}`);
  }
  await change(changing, row, {
    state: 'duplicate',
    duplicate_of: original.id,
    decided_at: changing.now,
    first_answered_at: row.first_answered_at ?? changing.now,
    before_decision,
  });
  changing.record({
    event: 'report.marked_duplicate',
    ...subjectOf(row),
    changes: changesBetween(
      { state: row.state, duplicateOf: null },
      { state: 'duplicate', duplicateOf: nameInRecord(original, row) },
    ),
    reason: note && (await fillForReport(changing.sql, row, note)),
  });
  return decided(row, 'duplicate');
}
