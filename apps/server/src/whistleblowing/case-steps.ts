// SPDX-License-Identifier: Apache-2.0
import { type CaseOutcome, isRefusal, type Refusal, type Role, refuse } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { writeToReporter } from '../reports/index.ts';
import { type CaseNotFound, type CaseRow, changeCase, keepAcknowledged, lockCase } from './case-store.ts';
import { activeWithRole } from './handler-store.ts';

type DoneAlready = Refusal<'whistleblowing.done_already'>;
type NoWay = Refusal<'report.no_way_to_reach'>;

/** How the record names a case: entries stand behind the wall of its report, without a word of what was told. */
function aboutCase(row: Pick<CaseRow, 'id' | 'reference'>) {
  return { subject: { kind: 'report', id: row.id, reference: row.reference }, reportId: row.id } as const;
}

/** Writes to the reporter. @returns the message, and when the reporter can read it; null while a mail is on its way */
async function sayTo(
  changing: Changing,
  row: CaseRow,
  text: string,
): Promise<{ messageId: string; availableAt: Date | null } | CaseNotFound | NoWay> {
  const written = await writeToReporter(changing, row.reference, text);
  if (isRefusal(written)) {
    return written.refused === 'report.not_found' ? refuse('whistleblowing.not_found') : (written as NoWay);
  }
  return { messageId: written.id, availableAt: row.receipt_hash === null ? null : changing.now };
}

export async function acknowledge(
  changing: Changing,
  reference: string,
  text: string,
): Promise<CaseNotFound | DoneAlready | NoWay | null> {
  const row = await lockCase(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  if (row.acknowledgement_message_id !== null) {
    return refuse('whistleblowing.done_already', `${reference} was acknowledged already`);
  }
  const said = await sayTo(changing, row, text);
  if (isRefusal(said)) {
    return said;
  }
  await changeCase(changing.sql, row.id, { acknowledgement_message_id: said.messageId });
  if (said.availableAt !== null) {
    await keepAcknowledged(changing.sql, row, said.availableAt);
  }
  changing.record({ event: 'whistleblowing.acknowledged', ...aboutCase(row) });
  return null;
}

export async function giveFeedback(
  changing: Changing,
  reference: string,
  text: string,
): Promise<CaseNotFound | DoneAlready | NoWay | null> {
  const row = await lockCase(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  if (row.feedback_message_id !== null) {
    return refuse(
      'whistleblowing.done_already',
      `Feedback on ${reference} was given already; write a message`,
    );
  }
  const said = await sayTo(changing, row, text);
  if (isRefusal(said)) {
    return said;
  }
  await changeCase(changing.sql, row.id, {
    feedback_message_id: said.messageId,
    feedback_at: said.availableAt,
  });
  changing.record({ event: 'whistleblowing.feedback_given', ...aboutCase(row) });
  return null;
}

export async function writeMessage(
  changing: Changing,
  reference: string,
  text: string,
): Promise<CaseNotFound | NoWay | null> {
  const row = await lockCase(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const said = await sayTo(changing, row, text);
  return isRefusal(said) ? said : null;
}

export async function writeNote(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  note: { kind: 'note' | 'follow_up'; text: string },
): Promise<CaseNotFound | null> {
  const row = await lockCase(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  await insertNote(changing, row, actor, note);
  return null;
}

async function insertNote(
  changing: Changing,
  row: CaseRow,
  actor: PersonActor,
  note: { kind: 'note' | 'follow_up'; text: string },
): Promise<void> {
  await changing.sql
    .insertInto('whistleblowing_note')
    .values({
      id: changing.ids.uuid(),
      report_id: row.id,
      kind: note.kind,
      text: note.text,
      written_at: changing.now,
      written_by: actor.id,
    })
    .execute();
  changing.record({
    event: 'whistleblowing.note_written',
    ...aboutCase(row),
    changes: changesBetween({}, { kind: note.kind }),
  });
}

/** Why somebody acts may tell of what was reported: it stands among the notes, which can be erased. */
async function noteReason(
  changing: Changing,
  row: CaseRow,
  actor: PersonActor,
  reason: string | undefined,
): Promise<void> {
  if (reason !== undefined && reason.trim() !== '') {
    await insertNote(changing, row, actor, { kind: 'note', text: reason });
  }
}

const ROLE = 'whistleblowing_handler' satisfies Role;

/** Assigns a handler, keeps one out, or lets one in again. Somebody must be left who reads the case. */
export async function setHandler(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  personId: string,
  wanted: { part: 'assigned' | 'excluded' | 'none'; reason?: string | undefined },
): Promise<
  CaseNotFound | Refusal<'whistleblowing.not_a_handler'> | Refusal<'whistleblowing.nobody_left'> | null
> {
  const { sql } = changing;
  const row = await lockCase(sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const handlers = await activeWithRole(sql, ROLE);
  const person = handlers.find(({ id }) => id === personId);
  const isOut = row.excluded_ids.includes(personId);
  if (person === undefined || (wanted.part === 'assigned' && isOut)) {
    return refuse('whistleblowing.not_a_handler');
  }
  const left = handlers.filter(({ id }) => id !== personId && !row.excluded_ids.includes(id));
  if (wanted.part === 'excluded' && left.length === 0) {
    return refuse('whistleblowing.nobody_left');
  }
  const about = aboutCase(row);
  await noteReason(changing, row, actor, wanted.reason);
  const assignee =
    wanted.part === 'assigned' ? personId : row.assignee_id === personId ? null : row.assignee_id;
  if (assignee !== row.assignee_id) {
    await changeCase(sql, row.id, { assignee_id: assignee });
    const changes = changesBetween(
      { assignee: row.assignee_name },
      { assignee: assignee === null ? null : person.name },
    );
    changing.record({ event: 'whistleblowing.assigned', ...about, changes });
  }
  if ((wanted.part === 'excluded') !== isOut && wanted.part !== 'assigned') {
    const event = isOut ? 'whistleblowing.readmitted' : 'whistleblowing.excluded';
    changing.record({ event, ...about, changes: changesBetween({}, { person: person.name }) });
    const excluded = isOut
      ? raw<string[]>`array_remove(excluded_ids, ${personId}::uuid)`
      : raw<string[]>`array_append(excluded_ids, ${personId}::uuid)`;
    await sql.updateTable('report').set({ excluded_ids: excluded }).where('id', '=', row.id).execute();
  }
  return null;
}

export async function close(
  changing: Changing,
  reference: string,
  closing: { outcome: CaseOutcome; reason?: string | undefined },
): Promise<CaseNotFound | DoneAlready | Refusal<'request.not_valid'> | null> {
  const row = await lockCase(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  if (row.case_state === 'closed') {
    return refuse('whistleblowing.done_already', `${reference} is closed already`);
  }
  const reason = closing.reason?.trim() ?? '';
  if (closing.outcome !== 'followed_up' && reason === '') {
    const detail = 'Say why nothing follows, or to which authority it went';
    return refuse('request.not_valid', detail, [{ pointer: '/body/reason', code: 'too_small', detail }]);
  }
  await changeCase(changing.sql, row.id, {
    state: 'closed',
    outcome: closing.outcome,
    outcome_reason: reason === '' ? null : reason,
    closed_at: changing.now,
  });
  changing.record({
    event: 'whistleblowing.closed',
    ...aboutCase(row),
    changes: changesBetween({ state: 'open' }, { state: 'closed', outcome: closing.outcome }),
  });
  return null;
}

export async function reopen(
  changing: Changing,
  actor: PersonActor,
  reference: string,
  reason: string,
): Promise<CaseNotFound | DoneAlready | null> {
  const row = await lockCase(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  if (row.case_state === 'open') {
    return refuse('whistleblowing.done_already', `${reference} is open`);
  }
  await noteReason(changing, row, actor, reason);
  await changeCase(changing.sql, row.id, {
    state: 'open',
    outcome: null,
    outcome_reason: null,
    closed_at: null,
  });
  changing.record({
    event: 'whistleblowing.reopened',
    ...aboutCase(row),
    changes: changesBetween({ state: 'closed' }, { state: 'open' }),
  });
  return null;
}
