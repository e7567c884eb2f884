// SPDX-License-Identifier: Apache-2.0
import { csvSeparators, type RegisterColumn, registerColumns } from '@belfry/contract';
import { csvLine } from '../platform/csv/csv-line.ts';
import type { Separator } from './csv-text.ts';

/** An incident as the register writes it down: every column by its name. */
export type RegisterEntry = Record<RegisterColumn, string | readonly string[] | boolean | null>;

export function csvHeader(separator: Separator): string {
  return csvLine(registerColumns, csvSeparators[separator]);
}

export function csvOf(entry: RegisterEntry, separator: Separator): string {
  return csvLine(
    registerColumns.map((column) => cellOf(entry[column])),
    csvSeparators[separator],
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
