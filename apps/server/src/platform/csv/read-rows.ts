// SPDX-License-Identifier: Apache-2.0
import { CsvError, parse } from 'csv-parse/sync';

/** A row as it stands in a file. `line` is that of its end, from 1. */
export interface ReadRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * Rows of a text (RFC 4180), read as forgiving as can be without guessing: a row may be short, a quote may stand bare.
 *
 * @param countMax how many are read; without it all
 * @returns the rows, or in words why the text is no table, as where a quote is never closed
 */
export function readRows(text: string, delimiter: string, countMax?: number): readonly ReadRow[] | string {
  try {
    const found = parse(text.replace(/^\uFEFF/, ''), {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      ...(countMax === undefined ? {} : { to: countMax }),
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return found.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error.message;
  }
}
