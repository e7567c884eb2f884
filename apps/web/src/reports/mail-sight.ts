// SPDX-License-Identifier: Apache-2.0
import type { MailInside } from '@belfry/contract';

/** Marks that turn the writing direction or hide: `exe.gpj` must not read as `jpg.exe`. */
const unseen = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g;

/** A name with what is hidden in it made visible. */
export function inSight(text: string): string {
  return text.replaceAll(
    unseen,
    (mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

const addressIn = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}/u;
const domainOf = (address: string) =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .toLowerCase()
    .trim();

export type Difference = 'name' | 'envelope' | 'reply_to';

/** Where a mail says two things about who sent it. Nothing here proves a forgery; it is what a careful reader looks at. */
export function sendersDiffer(mail: MailInside, envelopeFrom: string | null): Difference[] {
  const from = mail.from[0];
  if (from === undefined || from.address === '') {
    return [];
  }
  const own = domainOf(from.address);
  const shown = addressIn.exec(from.name)?.[0];
  const differences: Difference[] = [];
  if (shown !== undefined && shown.toLowerCase() !== from.address.toLowerCase()) {
    differences.push('name');
  }
  if (envelopeFrom?.includes('@') && domainOf(envelopeFrom) !== own) {
    differences.push('envelope');
  }
  if (mail.replyTo.some(({ address }) => address !== '' && domainOf(address) !== own)) {
    differences.push('reply_to');
  }
  return differences;
}
