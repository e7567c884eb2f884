// SPDX-License-Identifier: Apache-2.0
import { asLanguage, isRefusal, type Refusal } from '@belfry/contract';
import { type FeedbackLine, findFeedback, subjectFor, toldReport, writeAnswer } from '../feedback/index.ts';
import { familyOf, findIncident } from '../incidents/index.ts';
import { beyondTheWall, type Changing, type Sql } from '../platform/database/database.ts';
import { isAddress, queueMail, type SettledMail } from '../platform/mail/index.ts';
import { personalLinkWords } from '../reports/index.ts';

/**
 * Puts feedback on the receipt page, and in the mail where the reporter left an address. Whoever works an incident
 * need not see its reports, so this looks past the wall and gives nothing back of what it saw.
 *
 * @returns when it reached the reporter; null while mail is under way
 */
export async function deliverFeedback(
  changing: Changing,
  feedback: FeedbackLine,
): Promise<{ sentAt: Date | null }> {
  const { actor, ids, now, sql } = changing;
  return beyondTheWall(sql, async () => {
    const report = await toldReport(sql, feedback.reportId);
    // What failed stands on the receipt page already; another attempt writes it there only when the words changed.
    const isShown =
      feedback.state === 'failed' && (await isOnReceiptPage(changing, feedback.reportId, feedback.text));
    if (!isShown) {
      await sql
        .insertInto('report_message')
        .values({
          id: ids.uuid(),
          report_id: feedback.reportId,
          direction: 'to_reporter',
          text: feedback.text,
          written_at: now,
          written_by: actor.kind === 'person' ? actor.id : null,
        })
        .execute();
    }
    const email = report?.email ?? null;
    if (report === null || feedback.way !== 'mail' || email === null || !isAddress(email)) {
      return { sentAt: now };
    }
    await queueMail(changing, {
      to: email,
      subject: subjectFor(report),
      text: `${feedback.text}\n\n${personalLinkWords(asLanguage(report.language))}`,
      language: asLanguage(report.language),
      purpose: 'feedback',
      incidentId: feedback.incidentId,
      reportId: feedback.reportId,
      feedbackId: feedback.id,
    });
    return { sentAt: null };
  });
}

/** The incident and what was merged into it, as far as the reader sees: whose feedback its page shows. */
export async function incidentWithMerged(
  sql: Sql,
  reference: string,
): Promise<string[] | Refusal<'incident.not_found'>> {
  const incident = await findIncident(sql, reference);
  return isRefusal(incident) ? incident : (await familyOf(sql, incident.id)).map(({ id }) => id);
}

async function isOnReceiptPage(changing: Changing, reportId: string, text: string): Promise<boolean> {
  const row = await changing.sql
    .selectFrom('report_message')
    .select('id')
    .where('report_id', '=', reportId)
    .where('direction', '=', 'to_reporter')
    .where('text', '=', text)
    .executeTakeFirst();
  return row !== undefined;
}

/** Feedback whose mail goes out again waits for its fate once more. */
export async function feedbackGoesAgain(
  changing: Changing,
  mail: { feedback_id: string | null },
): Promise<void> {
  const [feedback] =
    mail.feedback_id === null ? [] : await findFeedback(changing.sql, { id: mail.feedback_id });
  if (feedback?.state !== 'failed') {
    return;
  }
  await writeAnswer(changing.sql, feedback.id, { state: 'sent', reason: null, sentAt: null });
  changing.record({
    event: 'feedback.sent',
    subject: { kind: 'feedback', id: feedback.id, reference: feedback.reportReference },
    incident: { id: feedback.incidentId, reference: feedback.incidentReference },
    changes: [{ field: 'state', from: 'failed', to: 'sent' }],
  });
}

/** The fate of a mail reaches the feedback it carried: when it went out, or why it did not. */
export async function mailFateReachesFeedback(changing: Changing, mail: SettledMail): Promise<void> {
  if (mail.feedbackId === null) {
    return;
  }
  const [feedback] = await findFeedback(changing.sql, { id: mail.feedbackId });
  if (feedback === undefined || feedback.state !== 'sent') {
    return;
  }
  if (mail.error === null) {
    await writeAnswer(changing.sql, feedback.id, { state: 'sent', reason: null, sentAt: changing.now });
    return;
  }
  await writeAnswer(changing.sql, feedback.id, { state: 'failed', reason: mail.error, sentAt: null });
  changing.record({
    event: 'feedback.failed',
    subject: { kind: 'feedback', id: feedback.id, reference: feedback.reportReference },
    incident: { id: feedback.incidentId, reference: feedback.incidentReference },
    changes: [{ field: 'state', from: 'sent', to: 'failed' }],
    reason: mail.error,
  });
}
