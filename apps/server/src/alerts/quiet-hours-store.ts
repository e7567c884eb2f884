// SPDX-License-Identifier: Apache-2.0
import type { Sql } from '../platform/database/database.ts';
import type { QuietHours } from './quiet-hours.ts';

export async function quietHoursOf(trx: Sql, personId: string): Promise<QuietHours | null> {
  const row = await trx
    .selectFrom('quiet_hours')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { fromTime: row.from_time, untilTime: row.until_time, timeZone: row.time_zone };
}

export async function writeQuietHours(trx: Sql, personId: string, quiet: QuietHours | null): Promise<void> {
  if (quiet === null) {
    await trx.deleteFrom('quiet_hours').where('person_id', '=', personId).execute();
    return;
  }
  const row = { from_time: quiet.fromTime, until_time: quiet.untilTime, time_zone: quiet.timeZone };
  await trx
    .insertInto('quiet_hours')
    .values({ person_id: personId, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
    .execute();
}
