// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { enterReport, type Sql } from '../platform/database/database.ts';
import type { Fate } from '../reports/index.ts';

export interface MyReportRow {
  id: string;
  reference: string;
  summary: string;
  kind: string;
  state: string;
  unread_from_reporter: number;
  reported_at: Date;
  reporter_id: string | null;
  fate: Fate | null;
  unread: number;
}

/** One's own reports, newest first, from where a page ended. The database decides which are one's own. */
export async function listOwnReports(
  trx: Sql,
  after: readonly [string, string] | null,
  countMax: number,
): Promise<MyReportRow[]> {
  const { rows } = await raw<MyReportRow>`
    SELECT * FROM own_reports_listed(${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid, ${countMax})`.execute(
    trx,
  );
  return rows;
}

/**
 * Proves that a report is the caller's own, and narrows nothing else: from here on the transaction sees that report
 * as its reporter does, also where it belongs to an incident they may not see.
 */
export async function enterOwnReport(
  trx: Sql,
  reference: string,
): Promise<string | Refusal<'report.not_found'>> {
  const { rows } = await raw<{ id: string | null }>`SELECT own_report(${reference}) AS id`.execute(trx);
  const id = rows[0]?.id ?? null;
  if (id === null) {
    return refuse('report.not_found', `You have no report "${reference}"`);
  }
  await enterReport(trx, id);
  return id;
}
