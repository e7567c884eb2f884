// SPDX-License-Identifier: Apache-2.0
import { csvSeparators, type RegisterColumn, registerColumns } from '@belfry/contract';
import { fromFact, type Separator } from './csv-text.ts';

/** An incident as the register writes it down: every column by its name. */
export type RegisterEntry = Record<RegisterColumn, string | readonly string[] | boolean | null>;

/** RFC 4180: lines end with CR LF; a cell with a separator, a quote or a line break stands in quotes. */
function csvLine(cells: readonly string[], separator: Separator): string {
  const quoted = cells.map((cell) =>
    /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(csvSeparators[separator])}\r\n`;
}

export function csvHeader(separator: Separator): string {
  return csvLine(registerColumns, separator);
}

export function csvOf(entry: RegisterEntry, separator: Separator): string {
  return csvLine(
    registerColumns.map((column) => fromFact(cellOf(entry[column]))),
    separator,
  );
}

function cellOf(value: RegisterEntry[RegisterColumn]): string {
  if (value === null) {
    return '';
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  return typeof value === 'string' ? value : value.join(' | ');
}
