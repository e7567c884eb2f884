// SPDX-License-Identifier: Apache-2.0
import type { Language, Tlp } from '@belfry/contract';
import {
  type Field,
  type FieldValue,
  type Form,
  type FormFact,
  fieldsOf,
  holds,
  isFilled,
  printValue,
} from '@belfry/regimes';
import { documentWords } from './document-words.ts';
import type { Printable, PrintableSection } from './printable.ts';

/** A notification as documents are made of it: form, content, and who stands behind it. */
export interface Filing {
  readonly reference: string;
  readonly incident: { readonly reference: string; readonly status: string };
  readonly form: Form;
  /** What it is: regime and stage, in its own language. */
  readonly title: string;
  /** The article. */
  readonly cite: string;
  readonly language: Language;
  readonly tlp: Tlp;
  readonly isFinal: boolean;
  readonly content: Readonly<
    Record<string, { readonly value: FieldValue; readonly isEstimate: boolean } | undefined>
  >;
  readonly organisation: {
    readonly name: string;
    readonly timeZone: string;
    readonly ownDomains: readonly string[];
  };
  readonly authority: string | null;
  readonly authorityReference: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly contentSha256: string | null;
  readonly dueAt: Date | null;
}

/** What stands in a field; null where nothing does. */
export function filledIn({ content }: Pick<Filing, 'content'>, id: string): FieldValue {
  const value = content[id]?.value ?? null;
  return isFilled(value) ? value : null;
}

/** What the form tells of a fact, whatever the act calls its field. */
export function factOf(filing: Pick<Filing, 'content' | 'form'>, fact: FormFact): FieldValue {
  for (const field of fieldsOf(filing.form)) {
    const value = field.source === fact ? filledIn(filing, field.id) : null;
    if (value !== null) {
      return value;
    }
  }
  return null;
}

/** An instant in UTC; what is none stays as it was written. */
export function utcOf(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}T/.test(text) ? new Date(text) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? text : `${at.toISOString().slice(0, 19)}Z`;
}

/** A moment in the zone of the organisation and in UTC, as people read it. */
function momentWords(at: Date, language: Language, timeZone: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short' } as const;
  // Day first and 24 hours, as in every other word of the desk: an authority must not misread 5/11.
  const locale = language === 'en' ? 'en-GB' : language;
  const there = new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at);
  return `${there} (${timeZone}; ${at.toISOString().slice(0, 16)}Z)`;
}

/** A notification as paper shows it: every field that is asked, in the order of the act, empty ones too. */
export function printableFiling(filing: Filing, madeAt: Date): Printable {
  const { approvedAt, approvedBy, contentSha256, language, organisation } = filing;
  const words = documentWords[language];
  const moment = (at: Date) => momentWords(at, language, organisation.timeZone);
  const facts = [
    [words.organisation, organisation.name],
    [words.authority, filing.authority ?? ''],
    [words.reference, filing.reference],
    [words.incident, filing.incident.reference],
    [words.authorityReference, filing.authorityReference ?? ''],
    [words.regime, filing.cite],
    [words.dueAt, filing.dueAt === null ? '' : moment(filing.dueAt)],
    [words.madeAt, moment(madeAt)],
  ] as const;
  const isSigned = filing.isFinal && approvedBy !== null && approvedAt !== null;
  return {
    language,
    title: filing.title,
    tlp: filing.tlp,
    isFinal: filing.isFinal,
    organisation: organisation.name,
    reference: filing.reference,
    facts: facts.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }])),
    sections: filing.form.sections.map((section) => sectionOf(filing, section)),
    ...(isSigned
      ? {
          closing: [
            words.approvedBy.replace('{name}', () => approvedBy).replace('{at}', () => moment(approvedAt)),
            words.digest.replace('{digest}', contentSha256 ?? ''),
          ].join('\n'),
        }
      : {}),
    madeAt,
  };
}

function sectionOf(filing: Filing, section: Form['sections'][number]): PrintableSection {
  return {
    title: section.title[filing.language],
    fields: section.fields
      .filter((field) => isShown(filing, field))
      .map((field) => ({
        number: field.number ?? '',
        label: field.label[filing.language],
        value: printValue(field, filledIn(filing, field.id), filing.language),
        isEstimate: filing.content[field.id]?.isEstimate ?? false,
      })),
  };
}

/** Empty fields that the act does not ask for here would only hide those it does. */
function isShown(filing: Filing, field: Field): boolean {
  return filledIn(filing, field.id) !== null || holds(field.required, filing.content);
}
