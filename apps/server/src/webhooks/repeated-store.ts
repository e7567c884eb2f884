// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

export interface Repeated {
  readonly reportId: string;
  readonly webhook: string | null;
  readonly earlier: string | null;
  readonly count: number;
  readonly lastReceivedAt: string | null;
}

/** What systems told of a report; nothing for one that came another way. */
export async function findRepeated(
  trx: Sql,
  reference: string,
): Promise<Repeated | Refusal<'report.not_found'>> {
  const { rows } = await raw<{
    id: string;
    webhook: string | null;
    earlier: string | null;
    count: number | null;
    last_received_at: Date | null;
  }>`
    SELECT r.id, w.name AS webhook, e.reference AS earlier, g.occurrence_count AS count, g.last_received_at
    FROM report r
    LEFT JOIN report_occurrence_group g ON g.report_id = r.id
    LEFT JOIN webhook w ON w.id = g.webhook_id
    LEFT JOIN report e ON e.id = g.earlier_report_id
    WHERE r.reference = ${reference}`.execute(trx);
  const [row] = rows;
  return row === undefined
    ? refuse('report.not_found', `No report "${reference}"`)
    : {
        reportId: row.id,
        webhook: row.webhook,
        earlier: row.earlier,
        count: row.count ?? 0,
        lastReceivedAt: row.last_received_at?.toISOString() ?? null,
      };
}

/** The body an occurrence came in, where the context may see every report of that body. */
export async function findDeliveryOf(
  trx: Sql,
  reference: string,
  occurrenceId: string,
): Promise<
  | { readonly number: number; readonly mediaType: string; readonly content: Buffer }
  | Refusal<'report.not_found' | 'occurrence.not_seen_whole'>
> {
  const { rows } = await raw<{ number: number; media_type: string | null; content: Buffer | null }>`
    SELECT o.number, d.media_type, d.content
    FROM report_occurrence o JOIN report r ON r.id = o.report_id
    LEFT JOIN webhook_delivery d ON d.id = o.delivery_id
    WHERE r.reference = ${reference} AND o.id = ${occurrenceId}`.execute(trx);
  const [row] = rows;
  if (row === undefined) {
    return refuse('report.not_found', `No such occurrence of "${reference}"`);
  }
  return row.content === null || row.media_type === null
    ? refuse('occurrence.not_seen_whole')
    : { number: row.number, mediaType: row.media_type, content: row.content };
}
