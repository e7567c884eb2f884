// SPDX-License-Identifier: Apache-2.0
import type { CaseWhole } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';
import { attachmentsOf, messagesOf, presentAttachment, presentMessage } from '../reports/index.ts';
import { feedbackDueAt } from './case-clocks.ts';
import { type CaseRow, handOversOf, notesOf, personShown, presentCase } from './case-store.ts';
import { draftsFor } from './case-words.ts';
import { activeWithRole } from './handler-store.ts';

/** A case with everything on it, as whoever handles it sees it now. */
export async function wholeCase(trx: Sql, row: CaseRow, now: Date): Promise<CaseWhole> {
  const people = await activeWithRole(trx, 'whistleblowing_handler');
  const isOut = (id: string) => row.excluded_ids.includes(id);
  const ongoing = row.ongoing as CaseWhole['ongoing'];
  const { reporter_email: email, reporter_name: name, reporter_phone: phone } = row;
  const feedbackBy =
    row.acknowledged_at === null ? feedbackDueAt(row.received_at, now, row.time_zone) : row.feedback_due_at;
  return {
    ...presentCase(row, now),
    description: row.description,
    noticedAt: row.noticed_at?.toISOString() ?? null,
    ongoing,
    reporter: row.anonymous ? null : { name, email, phone },
    contentSha256: row.content_sha256,
    attachments: (await attachmentsOf(trx, row.id)).map(presentAttachment),
    messages: (await messagesOf(trx, row.id)).map(presentMessage),
    notes: await notesOf(trx, row.id),
    handlers: people.filter(({ id }) => !isOut(id)).map(personShown),
    excluded: people.filter(({ id }) => isOut(id)).map(personShown),
    oral:
      row.oral_way === null
        ? null
        : {
            way: row.oral_way === 'phone' ? 'phone' : 'meeting',
            checkedByReporter: row.checked_by_reporter,
          },
    handedOver: await handOversOf(trx, row.id),
    outcomeReason: row.outcome_reason,
    drafts: draftsFor(row.language, feedbackBy, row.time_zone),
  };
}
