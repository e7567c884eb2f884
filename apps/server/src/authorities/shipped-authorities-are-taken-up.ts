// SPDX-License-Identifier: Apache-2.0
import { systemActor } from '../platform/authorization/actor.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type AuthorityRow, columnsOf, presentAuthority } from './authority-store.ts';
import { type ShippedAuthority, shippedAuthorities } from './shipped-authorities.ts';

/**
 * Puts the authorities this version comes with into the book. What somebody here changed, verified or put away stays
 * as they left it. The first filling of an empty book is the product itself and tells nothing; what a later version
 * adds or changes stands in the record, since it may change where a notice goes.
 */
export async function takeUpShippedAuthorities(
  database: Database,
  shipped: readonly ShippedAuthority[] = shippedAuthorities,
): Promise<void> {
  await database.change(systemActor('shipped authorities are taken up'), async (changing) => {
    const { sql } = changing;
    const rows = await sql
      .selectFrom('authority')
      .selectAll()
      .where('code', 'is not', null)
      .orderBy('id')
      .forUpdate()
      .execute();
    const known = new Map(rows.map((row) => [row.code, { ...row, verified_by_name: null }]));
    const missing = shipped.filter(({ code }) => !known.has(code));
    await addAll(changing, missing, rows.length > 0);
    for (const one of shipped) {
      const row = known.get(one.code);
      if (row !== undefined && row.touched_at === null) await renew(changing, row, one);
    }
  });
}

async function addAll(
  { ids, now, record, sql }: Changing,
  missing: readonly ShippedAuthority[],
  isTold: boolean,
): Promise<void> {
  if (missing.length === 0) return;
  const added = await sql
    .insertInto('authority')
    .values(
      missing.map(({ code, evidence, ...fields }) => ({
        id: ids.uuid(),
        code,
        evidence,
        ...columnsOf(fields),
        changed_at: now,
      })),
    )
    // Another server of the same desk may have begun at the same moment.
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning(['id', 'name'])
    .execute();
  for (const { id, name } of isTold ? added : []) {
    record({ event: 'authority.added', subject: { kind: 'authority', id, reference: name } });
  }
}

async function renew(
  { now, record, sql }: Changing,
  row: AuthorityRow,
  { code: _code, evidence, ...fields }: ShippedAuthority,
): Promise<void> {
  const before = presentAuthority(row);
  const changes = changesBetween({ ...before }, { ...fields, evidence });
  if (changes.length === 0) return;
  await sql
    .updateTable('authority')
    .set({ ...columnsOf(fields), evidence, changed_at: now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
  record({
    event: 'authority.changed',
    subject: { kind: 'authority', id: row.id, reference: fields.name },
    changes,
  });
}
