// SPDX-License-Identifier: Apache-2.0
import { type CallAnswers, isRefusal, type Language, type Refusal, refuse } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { type Changing, enterReport } from '../platform/database/database.ts';
import { isAddress } from '../platform/mail/index.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { hearReporter, type ReceiveReport } from '../reports/index.ts';
import { contentOf, messageOf, reasonNotSendable } from './call.ts';
import { insertCall, insertCallBack } from './call-back-store.ts';
import { answersOf, type CallRow, markSent, type SentCall } from './call-store.ts';

export interface SendParts {
  readonly receive: ReceiveReport;
  /** Mails the reference and a personal link to the caller. */
  readonly mailReceipt: (
    changing: Changing,
    to: string,
    report: { readonly id: string; readonly reference: string; readonly language: Language },
  ) => Promise<void>;
}

interface Arrived {
  readonly id: string;
  readonly reference: string;
  readonly receivedAt: Date;
}

type SendRefusal = Refusal<'request.not_valid' | 'report.not_found'>;

/** Makes a report of a call, or adds it to the report it belongs to, in the transaction that empties the draft. */
export async function sendCall(
  parts: SendParts,
  changing: Changing,
  actor: PersonActor,
  row: CallRow,
  receipt: { readonly salt: string; readonly hash: string },
): Promise<SentCall | SendRefusal> {
  const answers = answersOf(row);
  const refusal = reasonNotSendable(answers);
  if (refusal !== null) {
    return refusal;
  }
  const joined = answers.joins !== null;
  const arrived = joined
    ? await join(changing, answers)
    : await receive(parts, changing, actor, answers, receipt.hash);
  if (isRefusal(arrived)) {
    return arrived;
  }
  await tellOfCall(changing, actor, row, answers, arrived);
  const email = answers.email.trim();
  const mailedTo = answers.mailReceipt && !joined && !answers.anonymous && isAddress(email) ? email : null;
  if (mailedTo !== null) {
    await parts.mailReceipt(changing, mailedTo, { ...arrived, language: answers.language });
  }
  const sent: SentCall = {
    reference: arrived.reference,
    joined,
    receiptSalt: joined ? null : receipt.salt,
    receivedAt: arrived.receivedAt.toISOString(),
    mailedTo,
  };
  await markSent(changing.sql, row.id, sent, changing.now);
  return sent;
}

/** The caller is the reporter; whoever took the call stands in the record as the one who entered it. */
function receive(
  { receive: take }: SendParts,
  changing: Changing,
  actor: PersonActor,
  answers: CallAnswers,
  receiptHash: string,
): Promise<Arrived> {
  return take(changing, {
    id: changing.ids.uuid(),
    channel: 'phone',
    content: contentOf(answers),
    receiptHash,
    reporterId: answers.anonymous ? null : actor.id,
  });
}

async function join(
  changing: Changing,
  answers: CallAnswers,
): Promise<Arrived | Refusal<'report.not_found'>> {
  // Asked through the caller's own wall, before anything is opened to this transaction.
  const report = await changing.sql
    .selectFrom('report')
    .select(['id', 'reference'])
    .where('reference', '=', answers.joins)
    .where('kind', '<>', 'whistleblowing')
    .executeTakeFirst();
  if (report === undefined) {
    return refuse('report.not_found', `No report "${answers.joins}"`);
  }
  await enterReport(changing.sql, report.id);
  const heard = await hearReporter(changing, report.id, messageOf(answers));
  return isRefusal(heard) ? heard : { ...report, receivedAt: changing.now };
}

/** When it came, who took it, and what was promised. Numbers and names stay out of the record (GDPR Art. 17). */
async function tellOfCall(
  changing: Changing,
  actor: PersonActor,
  row: CallRow,
  answers: CallAnswers,
  report: Arrived,
): Promise<void> {
  const { ids, now, record, sql } = changing;
  const subject = { kind: 'report', id: report.id, reference: report.reference };
  await insertCall(sql, {
    id: ids.uuid(),
    reportId: report.id,
    calledAt: row.called_at,
    takenBy: actor.id,
    recordedAt: now,
    organisation: answers.anonymous ? '' : answers.organisation.trim(),
    severityHint: answers.severityHint,
    noticed: answers.noticed.trim(),
  });
  record({
    event: 'call.taken',
    subject,
    reportId: report.id,
    occurredAt: row.called_at,
    changes: changesBetween(
      {},
      {
        calledAt: row.called_at.toISOString(),
        severityHint: answers.severityHint,
        joined: answers.joins !== null,
      },
    ),
  });
  const number = answers.callBack.trim();
  if (answers.anonymous || number === '' || answers.callBackAt === null) {
    return;
  }
  const dueAt = new Date(answers.callBackAt);
  await insertCallBack(sql, { id: ids.uuid(), reportId: report.id, number, dueAt, at: now, by: actor.id });
  record({
    event: 'call_back.promised',
    subject,
    reportId: report.id,
    changes: changesBetween({}, { dueAt: dueAt.toISOString() }),
  });
}
