// SPDX-License-Identifier: Apache-2.0
import type { Sql } from '../platform/database/database.ts';
import type { RegisterEntry } from './register-entry.ts';

/** What the register says of these incidents, in their order; only those the reader can see. */
export async function readEntries(trx: Sql, ids: readonly string[]): Promise<RegisterEntry[]> {
  if (ids.length === 0) {
    return [];
  }
  const rows = await trx
    .selectFrom('incident as i')
    .leftJoin('incident as target', 'target.id', 'i.merged_into')
    .leftJoin('person as lead', 'lead.id', 'i.lead_id')
    .selectAll('i')
    .select(['target.reference as target_reference', 'lead.name as lead_name'])
    .where('i.id', 'in', [...ids])
    .execute();
  const order = new Map(ids.map((id, index) => [id, index]));
  return rows
    .toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
    .map((row) => ({
      number: row.reference,
      title: row.title,
      summary: row.summary,
      status: row.status,
      severity: row.severity,
      class: row.class,
      type: row.type,
      functions: row.functions,
      tlp: row.tlp,
      personal_data: row.personal_data,
      restricted: row.restricted,
      lead: row.lead_name,
      occurred_at: momentOf(row.moments, 'occurred'),
      detected_at: momentOf(row.moments, 'detected'),
      reported_at: momentOf(row.moments, 'reported'),
      aware_at: momentOf(row.moments, 'aware'),
      declared_at: row.declared_at.toISOString(),
      resolved_at: row.resolved_at?.toISOString() ?? null,
      closed_at: row.closed_at?.toISOString() ?? null,
      what_was_done: row.what_was_done,
      root_cause_class: row.root_cause_class,
      root_cause: row.root_cause,
      lessons: row.lessons,
      dismissal_reason: row.dismissal_reason,
      merged_into: row.target_reference,
    }));
}

function momentOf(moments: unknown, name: string): string | null {
  const moment = (moments as Record<string, { at?: unknown } | undefined>)[name]?.at;
  return typeof moment === 'string' ? new Date(moment).toISOString() : null;
}
