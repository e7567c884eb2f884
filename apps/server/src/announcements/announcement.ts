// SPDX-License-Identifier: Apache-2.0
import {
  type Announcement,
  type AnnouncementTexts,
  type AnnouncementWay,
  type Language,
  languages,
} from '@belfry/contract';
import { type Json, jsonDigest } from '@belfry/ledger';

export type AnnouncementState = Announcement['state'];
export type Audience = Announcement['audience'];

/** Why words cannot leave yet. */
export type Gap = 'way_missing' | 'text_missing' | 'blank_left' | 'recipients_missing' | 'language_missing';

/**
 * A place in a template that somebody has to fill: it never leaves the house. One half of its marks is enough: what
 * somebody wrote between them, a bracket too, does not make it filled.
 */
const blank = /\[\[|\]\]/;

export interface Leaving {
  readonly audience: Audience;
  readonly texts: AnnouncementTexts;
  readonly way: AnnouncementWay | null;
  /** Of mail: SHA-256 over the addresses in their order, and how many read which language. */
  readonly recipients: {
    readonly count: number;
    readonly digest: string;
    readonly languages: readonly Language[];
  };
}

/** What the law of the words and the list still misses, in the order in which a person would mend it. */
export function gapsOf({
  texts,
  way,
  recipients,
}: Pick<Leaving, 'texts' | 'way'> & {
  readonly recipients: Pick<Leaving['recipients'], 'count' | 'languages'>;
}): readonly Gap[] {
  const written = languages.filter((language) => texts[language] !== undefined);
  const words = written.flatMap((language) => Object.values(texts[language] ?? {}));
  const gaps: Gap[] = [];
  if (way === null) gaps.push('way_missing');
  if (written.length === 0 || words.some((each) => each.trim() === '')) gaps.push('text_missing');
  if (words.some((each) => blank.test(each))) gaps.push('blank_left');
  if (way === 'mail') {
    if (recipients.count === 0) gaps.push('recipients_missing');
    if (recipients.languages.some((language) => !written.includes(language))) gaps.push('language_missing');
  }
  return gaps;
}

/** What an approval is bound to: the words, the way, and who gets them. */
export function boundTo({ audience, texts, way, recipients }: Leaving): Json {
  return {
    audience,
    texts: Object.fromEntries(
      Object.entries(texts).map(([language, { subject, text }]) => [language, { subject, text }]),
    ),
    way,
    recipients: way === 'mail' ? recipients.digest : null,
  };
}

export const digestOf = (leaving: Leaving): string => jsonDigest(boundTo(leaving));

/** Steps from each state. What left cannot be taken back; what failed is sent again to those it did not reach. */
const steps = {
  change: ['draft', 'proposed', 'approved'],
  propose: ['draft'],
  send_back: ['proposed', 'approved'],
  approve: ['proposed'],
  send: ['approved', 'told'],
  tell_elsewhere: ['approved'],
  show: ['approved'],
  withdraw: ['draft', 'proposed', 'approved'],
} as const satisfies Record<string, readonly AnnouncementState[]>;
export type AnnouncementStep = keyof typeof steps;

/** Why the step cannot be taken from here, or null. */
export function reasonStepNotAllowed(
  step: AnnouncementStep,
  { reference, state }: { readonly reference: string; readonly state: AnnouncementState },
): string | null {
  const allowed: readonly AnnouncementState[] = steps[step];
  return allowed.includes(state) ? null : `${reference} is ${state}; this needs ${allowed.join(' or ')}`;
}

const audienceOfKind: Record<string, Audience> = {
  client: 'clients',
  user: 'users',
  data_subject: 'data_subjects',
  public: 'public',
  management: 'management',
};

/** Whom a stage of the law wants told; null where it is no telling. */
export function audienceOf(regimeId: string, kind: string): Audience | null {
  // Act 906/2019 § 13 a speaks of those who use an authority's data sets.
  if (regimeId === 'fi-906-13a') return 'data_set_users';
  return audienceOfKind[kind] ?? null;
}
