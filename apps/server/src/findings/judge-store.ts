// SPDX-License-Identifier: Apache-2.0
import type { FindingVerdict } from '@belfry/contract';
import { sql as raw } from 'kysely';
import { beyondTheWall, type Sql } from '../platform/database/database.ts';

/** A report, or an incident, that was decided on. */
export type Decided =
  | { readonly reportId: string }
  | { readonly incident: { readonly id: string; readonly reference: string } };

interface JudgedRow {
  id: string;
  reference: string;
  report_id: string | null;
  before: string | null;
}

/** Writes the verdict on all findings behind it. @returns those it was not the verdict on, with what was */
export async function writeVerdict(
  trx: Sql,
  of: Decided,
  verdict: FindingVerdict | null,
): Promise<readonly JudgedRow[]> {
  const which =
    'reportId' in of
      ? raw`f.report_id = ${of.reportId}`
      : raw`(f.incident_id = ${of.incident.id} OR f.report_id IN (SELECT id FROM report WHERE incident_id = ${of.incident.id}))`;
  // Whoever decides on reports or incidents need not see findings: their decision counts all the same.
  return beyondTheWall(trx, async () => {
    const { rows } = await raw<JudgedRow>`
      WITH before AS (
        SELECT f.id, f.verdict FROM finding f WHERE ${which} AND f.verdict IS DISTINCT FROM ${verdict}::text
        ORDER BY f.id FOR NO KEY UPDATE
      )
      UPDATE finding f SET verdict = ${verdict}::text FROM before WHERE f.id = before.id
      RETURNING f.id, f.reference, f.report_id, before.verdict AS before`.execute(trx);
    return rows;
  });
}
