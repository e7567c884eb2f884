// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Language, languages, limits, type Refusal, refuse } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';
import { about, asDraft } from './announcement-steps.ts';
import { type AnnouncementLine, writeAnnouncement } from './announcement-store.ts';
import { type LineError, type NamedRecipient, readRecipientLines } from './recipient-lines.ts';
import { addressesOnList, contactsAsRecipients, insertRecipients } from './recipient-store.ts';

export interface Addition {
  readonly recipients: readonly { name: string; address: string; language?: Language | undefined }[];
  readonly contacts: readonly string[];
  readonly csv?: string | undefined;
  readonly isPreview: boolean;
  readonly skipsBadLines: boolean;
}

export interface Added {
  readonly added: number;
  readonly doubled: number;
  readonly withoutMail: string[];
  readonly errors: LineError[];
  readonly total: number;
}

const ERRORS_TOLD_MAX = 100;

/** An address counts once, on the list and in what is given. */
function newOnes(
  given: readonly NamedRecipient[],
  known: ReadonlySet<string>,
  fallback: Language,
): (NamedRecipient & { readonly language: Language })[] {
  const seen = new Set(known);
  return given.flatMap((one) => {
    const key = one.address.toLowerCase();
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...one, language: one.language ?? fallback }];
  });
}

/** Puts people on the list. In a preview nothing is written, and the answer is the same. */
export async function addToList(
  changing: Changing,
  line: AnnouncementLine,
  addition: Addition,
): Promise<Added | Refusal<'announcement.recipients_not_valid' | 'announcement.too_many_recipients'>> {
  const { sql, ids } = changing;
  const read = addition.csv === undefined ? { recipients: [], errors: [] } : readRecipientLines(addition.csv);
  if (typeof read === 'string') return refuse('announcement.recipients_not_valid', read);
  if (read.errors.length > 0 && !addition.isPreview && !addition.skipsBadLines) {
    return refuse('announcement.recipients_not_valid', `${read.errors.length} lines cannot be read`);
  }
  const fromContacts = await contactsAsRecipients(sql, addition.contacts);
  const byHand = addition.recipients.map((one) => ({
    ...one,
    language: one.language ?? null,
    contactId: null,
  }));
  const given = [...byHand, ...fromContacts.recipients, ...read.recipients];
  const known = await addressesOnList(sql, line.id);
  const fallback = asLanguage(languages.find((each) => line.texts[each] !== undefined) ?? '');
  const fresh = newOnes(given, known, fallback);
  const total = known.size + fresh.length;
  if (total > limits.recipientsPerAnnouncementMax) {
    return refuse(
      'announcement.too_many_recipients',
      `${total} recipients; ${limits.recipientsPerAnnouncementMax} are the most`,
    );
  }
  if (!addition.isPreview && fresh.length > 0) {
    await insertRecipients(sql, line.id, fresh, ids);
    const listedBy = changing.actor.kind === 'person' ? { listedBy: changing.actor.id } : {};
    await writeAnnouncement(sql, line.id, { ...asDraft, ...listedBy });
    changing.record({
      event: 'announcement.recipients_added',
      ...about(line),
      changes: [{ field: 'recipients', from: known.size, to: total }],
    });
  }
  return {
    added: fresh.length,
    doubled: given.length - fresh.length,
    withoutMail: fromContacts.withoutMail,
    errors: read.errors.slice(0, ERRORS_TOLD_MAX),
    total: addition.isPreview ? known.size : total,
  };
}
