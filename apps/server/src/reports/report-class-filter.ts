// SPDX-License-Identifier: Apache-2.0
import { type RawBuilder, sql as raw } from 'kysely';

/** What statistics count by, as filters of the list: each number there is a link to the reports behind it. */
export interface ClassFilter {
  readonly category?: string | undefined;
  readonly qualification?: string | undefined;
  readonly area?: string | undefined;
  readonly declineReason?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Conditions on `report`, one for each filter that was named. `none` is for reports that have no such term. */
export function classConditions(filter: ClassFilter): RawBuilder<boolean>[] {
  const { area, category, declineReason, from, qualification, to } = filter;
  const conditions: RawBuilder<boolean>[] = [];
  if (category !== undefined) {
    conditions.push(isTerm('report.category', category));
  }
  if (qualification !== undefined) {
    conditions.push(isTerm('report.qualification', qualification));
  }
  if (area !== undefined) {
    conditions.push(
      area === 'none'
        ? isTerm('report.category', 'none')
        : raw`report.category IN (SELECT id FROM vocabulary_term WHERE vocabulary = 'category' AND area = ${area})`,
    );
  }
  if (declineReason !== undefined) {
    conditions.push(raw`(report.state = 'declined' AND report.decline_reason = ${declineReason})`);
  }
  if (from !== undefined) {
    conditions.push(raw`report.reported_at >= ${from}::timestamptz`);
  }
  if (to !== undefined) {
    conditions.push(raw`report.reported_at < ${to}::timestamptz`);
  }
  return conditions;
}

function isTerm(column: string, wanted: string): RawBuilder<boolean> {
  return wanted === 'none' ? raw`${raw.ref(column)} IS NULL` : raw`${raw.ref(column)} = ${wanted}`;
}
