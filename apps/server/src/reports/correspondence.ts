// SPDX-License-Identifier: Apache-2.0
import {
  type ActorShown,
  type Attachment,
  isRefusal,
  type Refusal,
  type ReportState,
  type ReportWhole,
  refuse,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import { shown } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type IncidentNamed, incidentOf, subjectOf } from './decide-report.ts';
import type { KeptFile } from './report.ts';
import { stateHeard, stateWithdrawn } from './report-state.ts';
import {
  findReport,
  insertAttachments,
  insertMessage,
  lockOwnReport,
  lockReport,
  messagesOf,
  presentMessage,
  type ReportRow,
} from './report-store.ts';
import { reasonNotReachable, tellReporter } from './tell-reporter.ts';

type Message = ReportWhole['messages'][number];

/** Words of a whistle-blower stay where they can be erased (GDPR Art. 17); the record tells that there were some. */
export function inRecord(row: Pick<ReportRow, 'kind'>, words: string): string | undefined {
  return row.kind === 'whistleblowing' ? undefined : words;
}

/** Somebody of the desk writes to a reporter; what the reporter wrote before counts as answered. */
export async function writeToReporter(
  changing: Changing,
  reference: string,
  text: string,
): Promise<Message | Refusal<'report.not_found' | 'report.no_way_to_reach'>> {
  const row = await lockReport(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const refusal = reasonNotReachable(row);
  if (refusal !== null) {
    return refusal;
  }
  const id = await tellReporter(changing, row, text);
  await changing.sql
    .updateTable('report')
    .set({ unread_from_reporter: 0, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
  changing.record({
    event: 'report.message_written',
    ...subjectOf(row),
    incident: incidentOf(row),
    text: inRecord(row, text),
  });
  const written = (await messagesOf(changing.sql, row.id)).find((message) => message.id === id);
  if (written === undefined) {
    throw new Error('Expected the message that was just written');
  }
  return presentMessage(written);
}

/** The incident of the reporter's own report. They see no incident, so its row is asked by a narrow function. */
export async function incidentOfOwn(changing: Changing): Promise<IncidentNamed | undefined> {
  const { rows } = await raw<IncidentNamed>`SELECT id, reference FROM incident_of_own_report()`.execute(
    changing.sql,
  );
  return rows[0];
}

/** How words came that were not typed into the mailbox of the reporter. */
export interface HeardBy {
  readonly messageId: string;
  /** Mail address they came from, lower-case; kept when the reporter left another one. */
  readonly sender: string | null;
  /** A program answered by itself: that is no answer of the reporter, and nobody waits for it. */
  readonly isAutomatic: boolean;
}

/** The reporter of the context writes to the desk: an asked report comes back into the queue. */
export async function hearReporter(
  changing: Changing,
  reportId: string,
  text: string,
  by?: HeardBy,
): Promise<ReportRow | Refusal<'report.not_found'>> {
  const { ids, now, sql } = changing;
  const row = await lockOwnReport(sql, reportId);
  if (isRefusal(row)) {
    return row;
  }
  await insertMessage(sql, {
    id: by?.messageId ?? ids.uuid(),
    reportId,
    direction: 'from_reporter',
    text,
    writtenAt: now,
    // Somebody who came by their account is named; whoever came by receipt or link is the reporter, nobody else.
    writtenBy: changing.actor.kind === 'person' ? changing.actor.id : null,
    ...(by === undefined ? {} : { sender: otherThan(row, by.sender), isAutomatic: by.isAutomatic }),
  });
  if (by?.isAutomatic !== true) {
    await countUnread(changing, row);
  }
  changing.record({
    event: 'report.message_received',
    ...subjectOf(row),
    incident: await incidentOfOwn(changing),
    text: inRecord(row, text),
  });
  return row;
}

/** The address a mail came from, when it is not the reporter's. */
function otherThan(row: ReportRow, sender: string | null): string | null {
  return sender === row.reporter_email?.toLowerCase() ? null : sender;
}

export async function countUnread(changing: Changing, row: ReportRow): Promise<void> {
  const state = row.kind === 'whistleblowing' ? row.state : stateHeard(row.state as ReportState);
  const isReopened = state !== row.state;
  await changing.sql
    .updateTable('report')
    .set({
      unread_from_reporter: row.unread_from_reporter + 1,
      version: row.version + 1,
      // Put off for what was known then: what its reporter adds now may be that it got worse.
      ...(row.state === 'snoozed' ? { snoozed_until: changing.now } : {}),
      ...(isReopened ? { ...undecided, state } : {}),
    })
    .where('id', '=', row.id)
    .execute();
  if (isReopened) {
    changing.record({
      event: 'report.reopened',
      ...subjectOf(row),
      changes: changesBetween({ state: row.state }, { state }),
    });
  }
}

/** What a decision left on a report, taken off; the record keeps it. */
const undecided = {
  decided_at: null,
  before_decision: null,
  decline_reason: null,
  decline_note: null,
  duplicate_of: null,
};

/** Adds files that are kept already to a report somebody of the desk can see. */
export async function addFiles(
  changing: Changing,
  reference: string,
  files: readonly KeptFile[],
  addedBy: ActorShown,
): Promise<Attachment[] | Refusal<'report.not_found'>> {
  const row = await findReport(changing.sql, reference);
  return isRefusal(row) ? row : recordFiles(changing, row, files, addedBy, incidentOf(row));
}

/**
 * Adds files of the reporter of the context.
 *
 * @param by how the words came that they came with, which are counted as unread already
 */
export async function addOwnFiles(
  changing: Changing,
  reportId: string,
  files: readonly KeptFile[],
  by?: HeardBy,
): Promise<Attachment[] | Refusal<'report.not_found'>> {
  const row = await lockOwnReport(changing.sql, reportId);
  if (isRefusal(row)) {
    return row;
  }
  if (by === undefined) {
    await countUnread(changing, row);
  }
  const sender = by === undefined ? null : otherThan(row, by.sender);
  // Told apart from the reporter's own, so that they are no file of theirs.
  const addedBy: ActorShown =
    sender === null ? shown(changing.actor) : { kind: 'reporter', id: null, name: sender };
  return recordFiles(changing, row, files, addedBy, await incidentOfOwn(changing));
}

async function recordFiles(
  changing: Changing,
  row: ReportRow,
  files: readonly KeptFile[],
  addedBy: ActorShown,
  incident: IncidentNamed | undefined,
): Promise<Attachment[]> {
  const { ids, now, sql } = changing;
  const named = files.map((file) => ({ ...file, id: ids.uuid() }));
  const added = await insertAttachments(sql, { reportId: row.id }, named, now, addedBy);
  for (const { name, sha256, sizeBytes } of files) {
    changing.record({
      event: 'report.file_received',
      ...subjectOf(row),
      incident,
      changes: changesBetween({}, { name: inRecord(row, name), sha256, sizeBytes }),
    });
  }
  return added;
}

/** The reporter of the context takes the report back; the record keeps it. */
export async function withdrawReport(
  changing: Changing,
  reportId: string,
): Promise<ReportRow | Refusal<'report.not_found' | 'report.already_decided'>> {
  const row = await lockOwnReport(changing.sql, reportId);
  if (isRefusal(row)) {
    return row;
  }
  return withdraw(changing, row);
}

async function withdraw(
  changing: Changing,
  row: ReportRow,
  reason?: string,
): Promise<ReportRow | Refusal<'report.already_decided'>> {
  const state = stateWithdrawn(row.state as ReportState);
  if (isRefusal(state)) {
    return refuse('report.already_decided', `${row.reference} is ${row.state}`);
  }
  await changing.sql
    .updateTable('report')
    .set({
      state,
      decided_at: changing.now,
      before_decision: null,
      version: row.version + 1,
      // Links in mails that went out open nothing from here on; the receipt and the account still do.
      link_generation: row.link_generation + 1,
    })
    .where('id', '=', row.id)
    .execute();
  changing.record({
    event: 'report.withdrawn',
    ...subjectOf(row),
    changes: changesBetween({ state: row.state }, { state }),
    reason,
  });
  return row;
}

/** Takes back a report that somebody made of what a rule found, as long as triage has not decided on it. */
export async function withdrawFound(
  changing: Changing,
  reference: string,
  reason: string,
): Promise<ReportRow | Refusal<'report.not_found' | 'report.already_decided'>> {
  const row = await lockReport(changing.sql, reference);
  return isRefusal(row) ? row : withdraw(changing, row, reason);
}
