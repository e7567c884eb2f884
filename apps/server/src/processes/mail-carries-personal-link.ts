// SPDX-License-Identifier: Apache-2.0
import { asLanguage, limits } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { PERSONAL_LINK, type Receipts, withPersonalLink } from '../reports/index.ts';

interface LeavingMail {
  readonly to_address: string;
  readonly text: string;
  readonly report_id: string | null;
}

const carriesLink = systemActor('mail-carries-personal-link');

/**
 * Puts the reporter's own link into a mail on its way out. Made at the last moment: the link is nowhere kept, its
 * time counts from the sending, and a report that was withdrawn while the mail waited has closed it.
 */
export function mailCarriesPersonalLink(parts: {
  readonly database: Database;
  readonly receipts: Receipts;
  readonly publicUrl: () => string;
}): (mail: LeavingMail) => Promise<string> {
  const { database, publicUrl, receipts } = parts;
  return async (mail) => {
    const reportId = mail.report_id;
    if (!mail.text.includes(PERSONAL_LINK)) {
      return mail.text;
    }
    if (reportId === null) {
      return withPersonalLink(mail.text, null);
    }
    const link = await database.read(carriesLink, async ({ now, sql }) => {
      const row = await sql
        .selectFrom('report')
        .select(['reporter_email', 'link_generation', 'language', 'state'])
        .where('id', '=', reportId)
        .executeTakeFirst();
      // Only the address the reporter gave: a mail that was sent elsewhere by mistake must open nothing.
      if (
        row === undefined ||
        row.state === 'withdrawn' ||
        row.reporter_email?.toLowerCase() !== mail.to_address.toLowerCase()
      ) {
        return null;
      }
      const until = new Date(now.getTime() + limits.reportLinkAgeMsMax);
      const token = receipts.link(reportId, row.link_generation, until);
      return `${publicUrl().replace(/\/+$/, '')}/report/back/link/${token}?lang=${asLanguage(row.language)}`;
    });
    return withPersonalLink(mail.text, link);
  };
}
