// SPDX-License-Identifier: Apache-2.0
import { asLanguage, permissionsOf, type ReportSchedule, roleNames } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { queueMail } from '../platform/mail/index.ts';
import {
  draftPeriod,
  houseOf,
  periodWords,
  printReport,
  type ReportDraft,
  writeReport,
} from './make-report.ts';
import { dayIn, nextRun, periodBefore } from './report-period.ts';
import { lockDueSchedule, moveSchedule, readersAmong } from './report-store.ts';
import { reportWords } from './report-words.ts';

export interface ReportWorkParts {
  readonly database: Database;
  readonly files: Pick<FileStore, 'keep'>;
  readonly publicUrl: () => string;
}

const LOOK_EVERY_MS = 30_000;

/** Roles that read reports: a recipient who lost them hears nothing more. */
export const rolesThatRead: readonly string[] = roleNames.filter((role) =>
  permissionsOf([role]).has('management_reports.read'),
);

/**
 * Makes the report of the month, quarter or year that is over, and tells its recipients. Report, mails and the next
 * date are one transaction: a crash anywhere before leaves the schedule due. A desk that was down makes the last
 * report it missed.
 */
export function reportsAreMade({ database, files, publicUrl }: ReportWorkParts): DueWork {
  const actor = systemActor('management-reports-are-made');
  return {
    name: actor.process,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: () =>
      database.change(actor, async (changing) => {
        const { now, sql } = changing;
        const due = await lockDueSchedule(sql, now);
        if (due === undefined) {
          return false;
        }
        const house = await houseOf(sql);
        const period = periodBefore(due.every, dayIn(now, house.timeZone));
        const draft = await draftPeriod(changing, period, due.language, house);
        const id = await writeReport(changing, draft, await printReport(files, draft, now));
        await tellRecipients(changing, due, draft, `${publicUrl()}/management-reports/${id}`);
        await moveSchedule(sql, due.id, nextRun(due.every, now, house.timeZone));
        return true;
      }),
  };
}

/** A link and no file: no wall stands behind a mailbox. */
async function tellRecipients(
  changing: Changing,
  due: ReportSchedule,
  draft: ReportDraft,
  link: string,
): Promise<void> {
  const ids = due.recipients.map(({ id }) => id);
  for (const person of await readersAmong(changing.sql, ids, rolesThatRead)) {
    const language = asLanguage(person.language);
    const words = reportWords(language);
    const period = draft.period === null ? '' : periodWords(draft.period, language);
    await queueMail(changing, {
      to: person.email,
      subject: words('mail.subject', { period }),
      text: words('mail.text', { period, link }),
      language,
      purpose: 'management_report',
      tlp: draft.tlp,
    });
  }
}
