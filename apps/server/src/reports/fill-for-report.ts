// SPDX-License-Identifier: Apache-2.0
import { fillPlaceholders, type Language } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';
import type { ReportRow } from './report-store.ts';

/**
 * The words of the desk for one report: a decision on many is written once, and each reporter reads their own
 * reference. What the record keeps is what was sent.
 */
export async function fillForReport(trx: Sql, row: ReportRow, words: string): Promise<string> {
  if (!/\{(reference|name|desk)\}/.test(words)) {
    return words;
  }
  const organisation = await trx.selectFrom('organisation').select('name').executeTakeFirst();
  return fillPlaceholders(words, {
    reference: row.reference,
    name: row.anonymous ? null : row.reporter_name,
    desk: organisation?.name ?? '',
    language: row.language as Language,
  });
}
