// SPDX-License-Identifier: Apache-2.0
import { pageOfRows } from '../platform/database/cursor.ts';
import type { Sql } from '../platform/database/database.ts';
import { referencesOf } from './incident-store.ts';

/**
 * A page of what is due, tasks or measures, each with the reference of its incident. References are read for the rows
 * of the page alone, by identifier: a join is the planner's to place, and it cannot see behind the wall.
 */
export async function presentDuePage<Row extends { id: string; incident_id: string }, Item>(
  trx: Sql,
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | null)[],
  present: (named: (Row & { incident_reference: string })[]) => Promise<Item[]>,
): Promise<{ items: Item[]; next: string | null }> {
  const page = pageOfRows(rows, limit, keyOf, (row) => row);
  const references = await referencesOf(
    trx,
    page.items.map((row) => row.incident_id),
  );
  // Whoever sees the row sees its incident, unless that was taken from them between the two looks.
  const named = page.items.flatMap((row) => {
    const reference = references.get(row.incident_id);
    return reference === undefined ? [] : [{ ...row, incident_reference: reference }];
  });
  return { items: await present(named), next: page.next };
}
