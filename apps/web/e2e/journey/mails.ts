// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '@belfry/contract';

/** Real phishing mails. They are hostile and not ours: they stay where they are, and no word of them is copied here. */
export const mailsDir = fileURLToPath(new URL('../../../../../shared/data/phishing-pot', import.meta.url));
export const areMailsAtHand = existsSync(mailsDir);

/** What somebody tells about a mail they got, and how they tell it. */
export interface Telling {
  readonly mail: string;
  readonly language: Language;
  readonly happened: string;
  readonly kind: 'incident' | 'near_miss';
  readonly ongoing: 'yes' | 'no' | 'unknown';
  /** How they can be reached; null is anonymous. */
  readonly reporter: { readonly name: string; readonly email: string } | null;
  readonly onPhone: boolean;
  readonly withScript: boolean;
}

const calm = { kind: 'near_miss', ongoing: 'no', onPhone: false, withScript: true } as const;
const nameless = { name: '', email: '' };

/** Ten mails, told in four languages, on phones and on desks, with script and without. */
export const tellings = {
  prize: {
    ...calm,
    mail: 'sample-5316.eml',
    language: 'en',
    happened: 'A mail says that I won a prize from a tool shop',
    reporter: { name: 'Ann Peeters', email: 'ann.peeters@example.org' },
  },
  prizeAgain: {
    ...calm,
    mail: 'sample-5417.eml',
    language: 'en',
    happened: 'I got a mail that I won a prize from the tool shop',
    reporter: nameless,
    onPhone: true,
    withScript: false,
  },
  parcel: {
    ...calm,
    mail: 'sample-6151.eml',
    language: 'nl',
    happened: 'Ik vulde mijn paswoord in na een valse mail over een pakje',
    kind: 'incident',
    reporter: { name: 'Piet Janssens', email: 'piet.janssens@example.org' },
    onPhone: true,
    withScript: false,
  },
  surprise: {
    ...calm,
    mail: 'sample-1898.eml',
    language: 'fr',
    happened: 'Un faux courriel promet une surprise aux clients d’un magasin',
    ongoing: 'unknown',
    reporter: null,
    onPhone: true,
    withScript: false,
  },
  surpriseAgain: {
    ...calm,
    mail: 'sample-2775.eml',
    language: 'fr',
    happened: 'Encore un faux courriel qui promet une surprise aux clients',
    reporter: nameless,
  },
  renewal: {
    ...calm,
    mail: 'sample-5108.eml',
    language: 'de',
    happened: 'Werbung für ein Abonnement, das ich nicht habe',
    reporter: { name: 'Jürgen Groß', email: 'juergen.gross@example.org' },
    onPhone: true,
  },
  renewalAgain: {
    ...calm,
    mail: 'sample-5733.eml',
    language: 'de',
    happened: 'Eine Mail sagt, dass mein Virenschutz heute endet',
    reporter: nameless,
    withScript: false,
  },
  survey: {
    ...calm,
    mail: 'sample-7312.eml',
    language: 'nl',
    happened: 'Een mail belooft geld voor het invullen van een enquête',
    reporter: nameless,
  },
  takenOver: {
    ...calm,
    mail: 'sample-385.eml',
    language: 'en',
    happened: 'I typed my password on a page from a mail and now others read my mailbox',
    kind: 'incident',
    ongoing: 'yes',
    reporter: { name: 'Mia De Smet', email: 'mia.desmet@example.org' },
  },
  insider: {
    ...calm,
    mail: 'sample-605.eml',
    language: 'en',
    happened: 'A colleague sent this mail to the Quintessence list on purpose',
    kind: 'incident',
    ongoing: 'unknown',
    reporter: nameless,
  },
} as const satisfies Record<string, Telling>;

export function contentOf({ mail }: Telling): Buffer {
  return readFileSync(join(mailsDir, mail));
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
