// SPDX-License-Identifier: Apache-2.0
import type { Language, Tlp } from '@belfry/contract';
import { documentWords } from './document-words.ts';
import { type PrintedLine, plainText, printedLines, printedWords } from './printed-text.ts';

/** A field of a form with what was filled in. */
export interface PrintableField {
  /** Its number in the act, where it has one. */
  readonly number?: string;
  readonly label: string;
  /** Empty where nothing was filled in; lines are kept. */
  readonly value: string;
  readonly isEstimate?: boolean;
}

export interface PrintableTable {
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface PrintableSection {
  readonly title: string;
  readonly intro?: string;
  readonly fields?: readonly PrintableField[];
  readonly tables?: readonly PrintableTable[];
}

/** A document before it is one: any form with its content, or a report. Everything in it is text, never markup. */
export interface Printable {
  readonly language: Language;
  readonly title: string;
  readonly subtitle?: string;
  readonly tlp: Tlp;
  /** Whether it is what was approved; a draft says so on every page. */
  readonly isFinal: boolean;
  readonly organisation: string;
  /** What the foot of every page names it by. */
  readonly reference: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly PrintableSection[];
  /** Who approved it and when. */
  readonly closing?: string;
  readonly madeAt: Date;
}

/** Colours of the labels (TLP 2.0, FIRST), all on black. */
const tlpColours: Readonly<Record<Tlp, string>> = {
  'TLP:RED': '#FF2B2B',
  'TLP:AMBER+STRICT': '#FFC000',
  'TLP:AMBER': '#FFC000',
  'TLP:GREEN': '#33FF00',
  'TLP:CLEAR': '#FFFFFF',
};

/** Every text of a document in characters: what is longer is refused before the compiler sees it. */
export function charactersOf(printable: Printable): number {
  return JSON.stringify([printable.title, printable.facts, printable.sections, printable.closing]).length;
}

/** The data of the template, and the same in letters that our own fonts surely have. */
export function printedForm(printable: Printable): { whole: string; plain: string } {
  return { whole: jsonOf(printable, (text) => text), plain: jsonOf(printable, plainText) };
}

function jsonOf(printable: Printable, letters: (text: string) => string): string {
  const words = (text: string) => letters(printedWords(text));
  const lines = (text: string): PrintedLine[] =>
    printedLines(text).map((line) => ({ ...line, text: letters(line.text) }));
  const { madeAt } = printable;
  return JSON.stringify({
    language: printable.language,
    words: documentWords[printable.language],
    title: words(printable.title),
    subtitle: words(printable.subtitle ?? ''),
    organisation: words(printable.organisation),
    reference: words(printable.reference),
    tlp: printable.tlp,
    tlpColour: tlpColours[printable.tlp],
    isFinal: printable.isFinal,
    made: { year: madeAt.getUTCFullYear(), month: madeAt.getUTCMonth() + 1, day: madeAt.getUTCDate() },
    facts: printable.facts.map(({ label, value }) => ({ label: words(label), value: lines(value) })),
    sections: printable.sections.map((section) => ({
      title: words(section.title),
      intro: lines(section.intro ?? ''),
      fields: (section.fields ?? []).map((field) => ({
        number: words(field.number ?? ''),
        label: words(field.label),
        value: lines(field.value),
        isEstimate: field.isEstimate ?? false,
      })),
      tables: (section.tables ?? []).map(({ caption, columns, rows }) => ({
        caption: words(caption ?? ''),
        columns: columns.map(words),
        rows: rows.map((row) => row.map(words)),
      })),
    })),
    closing: lines(printable.closing ?? ''),
  });
}
