// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, limits } from '@belfry/contract';
import { asCell } from '../platform/csv/csv-line.ts';
import { readRows } from '../platform/csv/read-rows.ts';
import { isAddress } from '../platform/mail/index.ts';

export interface NamedRecipient {
  readonly name: string;
  readonly address: string;
  /** Null: the first language of the announcement. */
  readonly language: Language | null;
  readonly contactId: string | null;
}

export interface LineError {
  readonly line: number;
  readonly code: 'no_address' | 'address_not_valid' | 'language_unknown' | 'too_long';
  readonly text: string;
}

export interface ReadLines {
  readonly recipients: readonly NamedRecipient[];
  readonly errors: readonly LineError[];
}

/** Heads a column may carry, in the languages of those who export lists. */
const heads = {
  name: ['name', 'naam', 'nom', 'full name', 'volledige naam', 'vorname nachname'],
  address: [
    'mail',
    'e-mail',
    'email',
    'mail address',
    'e-mailadres',
    'adresse e-mail',
    'e-mail-adresse',
    'courriel',
  ],
  language: ['language', 'taal', 'langue', 'sprache'],
};

const TEXT_SHOWN_CHARACTERS_MAX = 120;

interface Columns {
  readonly name: number;
  readonly address: number;
  readonly language: number;
}

/** Columns by their heads; a list without heads is address, or name and address. */
function columnsOf(first: readonly string[]): { readonly columns: Columns; readonly hasHead: boolean } {
  const words = first.map((cell) => cell.trim().toLowerCase());
  const at = (names: readonly string[]) => words.findIndex((word) => names.includes(word));
  const address = at(heads.address);
  if (address >= 0) {
    return { columns: { address, name: at(heads.name), language: at(heads.language) }, hasHead: true };
  }
  const guessed = first.findIndex((cell) => cell.includes('@'));
  const mail = guessed < 0 ? 0 : guessed;
  return { columns: { address: mail, name: mail === 0 ? 1 : 0, language: 2 }, hasHead: false };
}

const separatorOf = (text: string): string => {
  const [line = ''] = text.split(/\r?\n/, 1);
  return [';', '\t', ','].reduce((best, each) =>
    line.split(each).length > line.split(best).length ? each : best,
  );
};

/**
 * A list as spreadsheets write it. What cannot be read is told by its line.
 *
 * @returns who is on it; or in words why the text is no list
 */
export function readRecipientLines(text: string): ReadLines | string {
  const rows = readRows(text, separatorOf(text));
  if (typeof rows === 'string') return rows;
  const [first] = rows;
  if (first === undefined) return { recipients: [], errors: [] };
  const { columns, hasHead } = columnsOf(first.cells);
  const recipients: NamedRecipient[] = [];
  const errors: LineError[] = [];
  for (const { cells, line } of hasHead ? rows.slice(1) : rows) {
    const read = readLine(cells.map(asCell), columns, line);
    if ('code' in read) errors.push(read);
    else recipients.push(read);
  }
  return { recipients, errors };
}

function readLine(cells: readonly string[], columns: Columns, line: number): NamedRecipient | LineError {
  const cell = (index: number) => cells[index]?.trim() ?? '';
  const wrong = (code: LineError['code'], text: string): LineError => ({
    line,
    code,
    text: text.slice(0, TEXT_SHOWN_CHARACTERS_MAX),
  });
  const address = cell(columns.address);
  const name = cell(columns.name);
  const word = cell(columns.language).toLowerCase();
  if (address === '') return wrong('no_address', cells.join(' '));
  if (!isAddress(address)) return wrong('address_not_valid', address);
  if (name.length > limits.titleCharactersMax) return wrong('too_long', name);
  const language = languages.find((each) => each === word.slice(0, 2)) ?? null;
  if (word !== '' && language === null) return wrong('language_unknown', word);
  return { name, address, language, contactId: null };
}
