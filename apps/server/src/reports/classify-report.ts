// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Refusal } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { incidentOf, subjectOf } from './decide-report.ts';
import { lockReport } from './report-store.ts';

/** What a report is about and turned out to be; what is absent stays as it is. */
export interface Classes {
  readonly category?: string | null | undefined;
  readonly qualification?: string | null | undefined;
}

/** Sets or corrects the terms of a report, before or after it was decided on. The reporter's words stay as they came. */
export async function classifyReport(
  changing: Changing,
  reference: string,
  classes: Classes,
): Promise<null | Refusal<'report.not_found'>> {
  const row = await lockReport(changing.sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  const before = { category: row.category, qualification: row.qualification };
  const after = {
    category: classes.category === undefined ? row.category : classes.category,
    qualification: classes.qualification === undefined ? row.qualification : classes.qualification,
  };
  const changes = changesBetween(before, after);
  if (changes.length > 0) {
    await changing.sql
      .updateTable('report')
      .set({ ...after, version: row.version + 1 })
      .where('id', '=', row.id)
      .execute();
    changing.record({ event: 'report.classified', ...subjectOf(row), incident: incidentOf(row), changes });
  }
  return null;
}
