// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, limits } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { queueMail } from '../platform/mail/index.ts';
import { settleMailed, type WhenTold } from './announcement-steps.ts';
import { type AnnouncementLine, findAnnouncements } from './announcement-store.ts';
import { waitingRecipients, writeMailOf } from './recipient-store.ts';

const LOOK_EVERY_MS = 1_000;

/** One announcement with something to do: a mail to write, or the fate of all to settle. */
async function claimUnderWay(trx: Sql): Promise<AnnouncementLine | null> {
  const { rows } = await raw<{ id: string }>`
    SELECT a.id FROM announcement a
    WHERE a.state = 'sending' AND (
      EXISTS (SELECT FROM announcement_recipient r WHERE r.announcement_id = a.id AND r.mail_id IS NULL)
      OR NOT EXISTS (SELECT FROM announcement_recipient r JOIN mail m ON m.id = r.mail_id
        WHERE r.announcement_id = a.id AND m.state = 'queued'))
    ORDER BY a.id LIMIT 1 FOR UPDATE SKIP LOCKED`.execute(trx);
  const [row] = rows;
  return row === undefined ? null : ((await findAnnouncements(trx, { id: row.id }))[0] ?? null);
}

/** The words in the recipient's language; approval saw to it that they are there. */
function wordsFor(line: AnnouncementLine, wanted: Language) {
  const language = line.texts[wanted] === undefined ? languages.find((each) => line.texts[each]) : wanted;
  const words = language === undefined ? undefined : line.texts[language];
  if (language === undefined || words === undefined) {
    throw new Error(`${line.reference} was approved without words`);
  }
  return { language, ...words };
}

async function queueSome(changing: Changing, line: AnnouncementLine): Promise<number> {
  const waiting = await waitingRecipients(changing.sql, line.id, limits.announcementMailsPerStepMax);
  for (const { id, address, language } of waiting) {
    const words = wordsFor(line, language);
    const mailId = await queueMail(changing, {
      to: address,
      subject: words.subject,
      text: words.text,
      language: words.language,
      purpose: 'announcement',
      incidentId: line.incidentId,
    });
    // The mail and its place on the list commit together: nobody is told twice, whatever is killed when.
    await writeMailOf(changing.sql, id, mailId);
  }
  return waiting.length;
}

/** Writes one mail a recipient, some at a time, and settles the announcement when every mail found its fate. */
export function announcementsAreMailed(database: Database, whenTold: WhenTold): DueWork {
  const name = 'announcements-are-mailed';
  return {
    name,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: () =>
      database.change(systemActor(name), async (changing) => {
        const line = await claimUnderWay(changing.sql);
        if (line === null) return false;
        if ((await queueSome(changing, line)) === 0) await settleMailed(changing, line, whenTold);
        return true;
      }),
  };
}
