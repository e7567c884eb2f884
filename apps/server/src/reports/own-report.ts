// SPDX-License-Identifier: Apache-2.0
import type { ActorShown, MyReportWhole, ReporterStanding, ReportState } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { anybody, shown } from '../platform/authorization/actor.ts';
import type { Sql } from '../platform/database/database.ts';
import { type IdentityRow, lastIdentity, type OpeningRow, openingsOf } from './identity-store.ts';
import { isUndecided } from './report-state.ts';
import {
  type AttachmentRow,
  attachmentsOf,
  findReportById,
  type MessageRow,
  messagesOf,
  type ReportRow,
} from './report-store.ts';
import { answerBy, type Fate, standingOf } from './standing.ts';

/** A report as its reporter sees it, whatever way they came by: receipt, link or account. */
export interface OwnReport {
  readonly report: ReportRow;
  readonly standing: ReporterStanding;
  /** When the desk looks at it at the latest; null where nothing is awaited from the desk. */
  readonly answerBy: Date | null;
  readonly mayWithdraw: boolean;
  /** Of a whistle-blower's report: where its case stands. Null for every other. */
  readonly confidential: OwnCase | null;
  readonly files: readonly AttachmentRow[];
  readonly messages: readonly OwnMessage[];
  readonly unread: number;
  readonly identity: IdentityRow | null;
  readonly openings: readonly OpeningRow[];
}

export interface OwnCase {
  readonly state: 'received' | 'acknowledged' | 'closed';
  readonly feedbackDueAt: Date;
}

async function ownCase(trx: Sql, { kind }: ReportRow): Promise<OwnCase | null> {
  if (kind !== 'whistleblowing') {
    return null;
  }
  const { rows } = await raw<{ state: string; is_acknowledged: boolean; feedback_due_at: Date }>`
    SELECT state, is_acknowledged, feedback_due_at FROM whistleblowing_of_own_report()`.execute(trx);
  const [found] = rows;
  if (found === undefined) {
    return null;
  }
  const state = found.state === 'closed' ? 'closed' : found.is_acknowledged ? 'acknowledged' : 'received';
  return { state, feedbackDueAt: found.feedback_due_at };
}

export interface OwnMessage extends MessageRow {
  readonly isOurs: boolean;
  /** From the desk, and not seen before. */
  readonly isNew: boolean;
}

/** The context's own report, or null. Nothing of the incident comes along but what became of it. */
export async function readOwnReport(trx: Sql, reportId: string): Promise<OwnReport | null> {
  const report = await findReportById(trx, reportId);
  if (report === undefined) {
    return null;
  }
  const { rows } = await raw<{ fate: Fate | null }>`SELECT fate_of_own_report() AS fate`.execute(trx);
  const organisation = await trx.selectFrom('organisation').select('time_zone').executeTakeFirst();
  const standing = standingOf({ ...report, state: report.state as ReportState }, rows[0]?.fate ?? null);
  let fromDesk = 0;
  const heard = (await messagesOf(trx, reportId)).filter(isReporters);
  const messages = heard.map((message) => {
    const isOurs = message.direction === 'to_reporter';
    fromDesk += isOurs ? 1 : 0;
    return { ...message, isOurs, isNew: isOurs && fromDesk > report.seen_from_desk };
  });
  return {
    report,
    standing,
    answerBy: answerBy(report, standing, organisation?.time_zone ?? 'UTC'),
    mayWithdraw: isUndecided(report.state as ReportState),
    confidential: await ownCase(trx, report),
    files: await ownFilesOf(trx, reportId),
    messages,
    unread: Math.max(0, fromDesk - report.seen_from_desk),
    identity: (await lastIdentity(trx, reportId)) ?? null,
    openings: await openingsOf(trx, reportId),
  };
}

/**
 * A signed address that is passed on lets somebody else write to the desk. Their words are for the desk: whoever
 * reported first could have set the address as a trap.
 */
function isReporters({ direction, sender }: MessageRow): boolean {
  return direction === 'to_reporter' || sender === null;
}

/** Files as the reporter may see them: what somebody else sent under the signed address is not among them. */
export async function ownFilesOf(trx: Sql, reportId: string): Promise<AttachmentRow[]> {
  const files = await attachmentsOf(trx, reportId);
  return files.filter(({ added_by: by }) => {
    const { kind, name } = by as unknown as ActorShown;
    return kind !== 'reporter' || name === shown(anybody).name;
  });
}

/** Counts messages of the desk as seen. It only ever grows, and carries no moment. */
export async function markSeen(trx: Sql, reportId: string, count: number): Promise<undefined> {
  await trx
    .updateTable('report')
    .set({ seen_from_desk: count })
    .where('id', '=', reportId)
    .where('seen_from_desk', '<', count)
    .execute();
  return undefined;
}

export function presentOwnReport(own: OwnReport): Omit<MyReportWhole, 'enteredForMe'> {
  const { report } = own;
  return {
    reference: report.reference,
    summary: report.summary,
    description: report.description,
    kind: report.kind as MyReportWhole['kind'],
    standing: own.standing,
    reportedAt: report.reported_at.toISOString(),
    unread: own.unread,
    answerBy: own.answerBy?.toISOString() ?? null,
    mayWithdraw: own.mayWithdraw,
    files: own.files.map((file) => ({
      id: file.id,
      name: file.name,
      sizeBytes: file.size_bytes,
      addedAt: file.added_at.toISOString(),
    })),
    messages: own.messages.map(({ id, isNew, isOurs, text, written_at: at }) => ({
      id,
      from: isOurs ? 'desk' : 'you',
      text,
      writtenAt: at.toISOString(),
      isNew,
    })),
    contentSha256: report.content_sha256,
  };
}
