// SPDX-License-Identifier: Apache-2.0
import { type Language, type Refusal, refuse } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';
import { isAddress, queueMail } from '../platform/mail/index.ts';
import { personalLinkWords } from './personal-link.ts';
import { insertMessage, type ReportRow } from './report-store.ts';

type Reachable = Pick<
  ReportRow,
  'id' | 'kind' | 'reference' | 'language' | 'receipt_hash' | 'reporter_email'
>;

/** Why nobody can write to this reporter, or null. */
export function reasonNotReachable(row: Reachable): Refusal<'report.no_way_to_reach'> | null {
  return row.receipt_hash === null && row.reporter_email === null
    ? refuse('report.no_way_to_reach', `${row.reference} came without a mail address and without a receipt`)
    : null;
}

interface Words {
  subject: string;
  opening: string;
  answer: string;
}

/** The words around a message, in the language of the reporter. `{reference}`, `{desk}` and `{url}` are filled in. */
const words: Record<Language, Words> = {
  en: {
    subject: 'Message about your report {reference}',
    opening: '{desk} writes to you about your report {reference}:',
    answer: 'You also get there from {url} with the receipt you got when you reported.',
  },
  nl: {
    subject: 'Bericht over uw melding {reference}',
    opening: '{desk} schrijft u over uw melding {reference}:',
    answer: 'U komt er ook via {url}, met het ontvangstbewijs dat u bij uw melding kreeg.',
  },
  fr: {
    subject: 'Message au sujet de votre signalement {reference}',
    opening: '{desk} vous écrit au sujet de votre signalement {reference} :',
    answer: 'Vous y accédez aussi par {url}, avec le reçu obtenu lors de votre signalement.',
  },
  de: {
    subject: 'Nachricht zu Ihrer Meldung {reference}',
    opening: '{desk} schreibt Ihnen zu Ihrer Meldung {reference}:',
    answer: 'Dorthin kommen Sie auch über {url} mit der Quittung, die Sie bei der Meldung erhalten haben.',
  },
};

const linkAsked: Record<Language, string> = {
  en: 'You asked for a new link to your report {reference}. If it was not you, do nothing.',
  nl: 'U vroeg een nieuwe link naar uw melding {reference}. Was u dat niet, doe dan niets.',
  fr: 'Vous avez demandé un nouveau lien vers votre signalement {reference}. Si ce n’était pas vous, ne faites rien.',
  de: 'Sie haben einen neuen Link zu Ihrer Meldung {reference} angefordert. Wenn Sie das nicht waren, tun Sie nichts.',
};

/**
 * A subject stands in the logs of every mail server on the way, the employer's among them: that of a whistle-blower
 * says nothing by which they are one (Directive (EU) 2019/1937 Art. 16).
 */
function subjectTo({ kind, language, reference }: Reachable): string {
  const { subject } = words[language as Language];
  return kind === 'whistleblowing'
    ? subject.replace(' {reference}', '')
    : subject.replace('{reference}', reference);
}

/** Mails a reporter a new personal link, to the address that stands on the report and to no other. */
export async function sendLinkAgain(changing: Changing, row: Reachable): Promise<void> {
  const language = row.language as Language;
  if (row.reporter_email === null || !isAddress(row.reporter_email)) {
    return;
  }
  await queueMail(changing, {
    to: row.reporter_email,
    subject: subjectTo(row),
    text: [linkAsked[language].replace('{reference}', row.reference), personalLinkWords(language)].join(
      '\n\n',
    ),
    language,
    purpose: 'message',
    reportId: row.id,
  });
}

/** Writes to the reporter: always on the receipt page, and by mail where they left an address. */
export async function tellReporter(changing: Changing, row: Reachable, text: string): Promise<string> {
  const { actor, ids, now, sql } = changing;
  const id = ids.uuid();
  await insertMessage(sql, {
    id,
    reportId: row.id,
    direction: 'to_reporter',
    text,
    writtenAt: now,
    writtenBy: actor.kind === 'person' ? actor.id : null,
  });
  // Undone by nothing: whoever got an answer has one. What a process sends by itself is none.
  if (actor.kind === 'person') {
    await sql
      .updateTable('report')
      .set({ first_answered_at: now })
      .where('id', '=', row.id)
      .where('first_answered_at', 'is', null)
      .execute();
  }
  if (row.reporter_email !== null && isAddress(row.reporter_email)) {
    const organisation = await sql
      .selectFrom('organisation')
      .select(['name', 'public_url'])
      .executeTakeFirst();
    const url = `${(organisation?.public_url ?? '').replace(/\/+$/, '')}/report/back`;
    const said = words[row.language as Language];
    const fill = (line: string) =>
      line.replace(/\{(\w+)\}/g, (_all, name: string) =>
        name === 'reference' ? row.reference : name === 'url' ? url : (organisation?.name ?? ''),
      );
    const link = personalLinkWords(row.language as Language);
    const closing = row.receipt_hash === null ? [link] : [link, fill(said.answer)];
    await queueMail(changing, {
      to: row.reporter_email,
      subject: subjectTo(row),
      text: [fill(said.opening), text, ...closing].join('\n\n'),
      language: row.language as Language,
      purpose: 'message',
      ...(actor.kind === 'person' ? { writtenBy: actor.id } : {}),
      reportId: row.id,
    });
  }
  return id;
}
