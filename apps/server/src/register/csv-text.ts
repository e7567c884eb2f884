// SPDX-License-Identifier: Apache-2.0
import { csvSeparators, type ImportPreview, limits, type Refusal, refuse } from '@belfry/contract';
import { asCell } from '../platform/csv/csv-line.ts';
import { readRows } from '../platform/csv/read-rows.ts';

export type Encoding = ImportPreview['encoding'];
export type Separator = ImportPreview['separator'];

/** A line of a logbook as it stands in the file. */
export interface CsvRow {
  /** From 1; the first line of the row, where cells span several. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly headers: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Bytes as text. A spreadsheet of this region that does not write UTF-8 writes Windows-1252, whose every byte means
 * something: it is the last guess, never a failure.
 */
export function readText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

/** The separator that stands most often in the header line, outside quotes. A tie goes to the comma. */
export function detectSeparator(text: string): Separator {
  const counts: Record<Separator, number> = { comma: 0, semicolon: 0, tab: 0 };
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '\n' || character === '\r') {
      if (counts.comma + counts.semicolon + counts.tab > 0) break;
      continue;
    }
    if (character === ',') counts.comma += 1;
    else if (character === ';') counts.semicolon += 1;
    else if (character === '\t') counts.tab += 1;
  }
  const names = ['comma', 'semicolon', 'tab'] as const;
  return names.reduce((best, name) => (counts[name] > counts[best] ? name : best));
}

/** The rows of a file, read as forgiving as can be without guessing: a row may be short, a quote may stand bare. */
export function readTable(text: string, separator: Separator): CsvTable | Refusal<'register.not_readable'> {
  const found = readRows(text, csvSeparators[separator], limits.importRowsMax + 2);
  if (typeof found === 'string') return refuse('register.not_readable', found);
  const [header, ...records] = found;
  if (header === undefined || records.length === 0) {
    return refuse('register.not_readable', 'There must be a header line and at least one row below it');
  }
  if (records.length > limits.importRowsMax) {
    return refuse('register.not_readable', `More than ${limits.importRowsMax} rows: split the file`);
  }
  if (header.cells.length > limits.importColumnsMax) {
    return refuse('register.not_readable', `More than ${limits.importColumnsMax} columns`);
  }
  const rows = records
    .map(({ cells, line }) => ({ line: line - lineBreaksIn(cells), cells }))
    .filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  return { headers: uniqueHeaders(header.cells), rows };
}

function lineBreaksIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

/** Headers name columns in the mapping and in the record, so each has one name of its own. */
function uniqueHeaders(headers: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headers.map((header, index) => {
    const name = asCell(header).trim() || `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
