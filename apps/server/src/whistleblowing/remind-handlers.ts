// SPDX-License-Identifier: Apache-2.0
import type { CaseReminder } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { keepAcknowledged } from './case-store.ts';
import { activeWithRole } from './handler-store.ts';
import { tell } from './handlers-hear.ts';

export interface ReminderParts {
  readonly database: Database;
  readonly publicUrl: () => string;
}

const reminds = systemActor('handlers-are-reminded');
/** Nobody is there to be told: asked again after this long, so that whoever comes hears of it. */
const NOBODY_THERE_MS = 15 * 60_000;

/** Handlers are told what came in and which term ends. */
export function handlersAreReminded(parts: ReminderParts): DueWork {
  return { name: reminds.process, lookEveryMs: 2_000, doBatch: () => remindOnce(parts) };
}

interface DueReminder {
  report_id: string;
  occasion: CaseReminder;
  reference: string;
  excluded_ids: string[];
  acknowledged_at: Date | null;
  feedback_at: Date | null;
}

/**
 * Does one thing that is due. Marking, mails and entry are one transaction: a crash leaves it due, or done whole.
 */
export async function remindOnce(parts: ReminderParts): Promise<boolean> {
  return parts.database.change(reminds, async (changing) => {
    await settleByMail(changing);
    const { now, sql } = changing;
    const { rows } = await raw<DueReminder>`
      SELECT d.report_id, d.occasion, r.reference, r.excluded_ids, c.acknowledged_at, c.feedback_at
      FROM whistleblowing_reminder d JOIN whistleblowing_case c USING (report_id) JOIN report r ON r.id = d.report_id
      WHERE d.settled_at IS NULL AND d.due_at <= ${now}
      ORDER BY d.due_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED`.execute(sql);
    const [due] = rows;
    if (due !== undefined) {
      await remind(changing, due, parts.publicUrl());
    }
    return due !== undefined;
  });
}

async function remind(changing: Changing, due: DueReminder, publicUrl: string): Promise<void> {
  const { now, sql } = changing;
  const set = (columns: { settled_at: Date } | { due_at: Date }) =>
    sql
      .updateTable('whistleblowing_reminder')
      .set(columns)
      .where('report_id', '=', due.report_id)
      .where('occasion', '=', due.occasion)
      .execute();
  const isMet =
    (due.occasion.startsWith('acknowledgement') && due.acknowledged_at !== null) ||
    (due.occasion.startsWith('feedback') && due.feedback_at !== null);
  if (isMet) {
    await set({ settled_at: now });
    return;
  }
  const handlers = await activeWithRole(sql, 'whistleblowing_handler');
  const told = handlers.filter(({ id }) => !due.excluded_ids.includes(id));
  if (told.length === 0) {
    await set({ due_at: new Date(now.getTime() + NOBODY_THERE_MS) });
    return;
  }
  await set({ settled_at: now });
  const kind = due.occasion === 'received' ? 'received' : due.occasion.endsWith('_soon') ? 'soon' : 'missed';
  await tell(changing, told, kind, { url: `${publicUrl}/whistleblowing` }, due.report_id);
  changing.record({
    event: 'whistleblowing.reminded',
    subject: { kind: 'report', id: due.report_id, reference: due.reference },
    reportId: due.report_id,
    changes: [{ field: 'occasion', from: null, to: due.occasion }],
  });
}

interface SentWords {
  report_id: string;
  received_at: Date;
  time_zone: string;
  acknowledged: Date | null;
  feedback: Date | null;
}

/** A reporter without a receipt has the words once the mail server took them; until then the clock runs. */
async function settleByMail({ sql }: Changing): Promise<void> {
  const { rows } = await raw<SentWords>`
    SELECT c.report_id, c.received_at, c.time_zone,
      CASE WHEN c.acknowledged_at IS NULL AND m.id = c.acknowledgement_message_id THEN mail.sent_at END AS acknowledged,
      CASE WHEN c.feedback_at IS NULL AND m.id = c.feedback_message_id THEN mail.sent_at END AS feedback
    FROM whistleblowing_case c
    JOIN report_message m ON (c.acknowledged_at IS NULL AND m.id = c.acknowledgement_message_id)
      OR (c.feedback_at IS NULL AND m.id = c.feedback_message_id)
    JOIN mail ON mail.report_id = c.report_id AND mail.queued_at = m.written_at AND mail.state = 'sent'
      AND mail.purpose = 'message'
    FOR UPDATE OF c SKIP LOCKED LIMIT 50`.execute(sql);
  for (const row of rows) {
    if (row.acknowledged !== null) {
      await keepAcknowledged(sql, row, row.acknowledged);
    }
    if (row.feedback !== null) {
      await sql
        .updateTable('whistleblowing_case')
        .set({ feedback_at: row.feedback })
        .where('report_id', '=', row.report_id)
        .execute();
    }
  }
}
