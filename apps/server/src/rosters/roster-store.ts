// SPDX-License-Identifier: Apache-2.0
import type { Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { RosterTable } from '../platform/database/rows.generated.ts';
import { type DutyOverride, dutyAt, type RosterPlan, type Rotation } from './duty.ts';

export interface KeptRoster extends RosterPlan {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly archivedAt: Date | null;
}

function asRoster(row: Selectable<RosterTable>): KeptRoster {
  return {
    id: row.id,
    name: row.name,
    timeZone: row.time_zone,
    rotation: row.rotation as unknown as Rotation,
    version: row.version,
    archivedAt: row.archived_at,
  };
}

/** Rosters in use, by name. */
export async function findRosters(trx: Sql): Promise<KeptRoster[]> {
  const rows = await trx
    .selectFrom('roster')
    .selectAll()
    .where('archived_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(asRoster);
}

export async function rosterById(trx: Sql, id: string): Promise<KeptRoster | null> {
  const row = await trx.selectFrom('roster').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : asRoster(row);
}

export interface KeptOverride extends DutyOverride {
  readonly rosterId: string;
  readonly reason: string | null;
}

/** Overrides that hold at some moment of a time, oldest written first: identifiers grow with time (UUIDv7). */
export async function findOverrides(
  trx: Sql,
  wanted: { rosterId?: string; fromAt: Date; untilAt: Date },
): Promise<KeptOverride[]> {
  let query = trx
    .selectFrom('roster_override')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('from_at', '<', wanted.untilAt)
    .where('until_at', '>', wanted.fromAt)
    .orderBy('id');
  if (wanted.rosterId !== undefined) query = query.where('roster_id', '=', wanted.rosterId);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    rosterId: row.roster_id,
    personId: row.person_id,
    fromAt: row.from_at,
    untilAt: row.until_at,
    reason: row.reason,
  }));
}

/** Everybody who is active here, by identifier: who left is on duty nowhere. */
export async function activeNames(trx: Sql): Promise<Map<string, string>> {
  const rows = await trx.selectFrom('person').select(['id', 'name']).where('state', '=', 'active').execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function namesOf(trx: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await trx.selectFrom('person').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Who is on duty at a moment, in which roster. */
export async function onDutyAt(trx: Sql, at: Date): Promise<{ rosterId: string; personId: string }[]> {
  const rosters = await findRosters(trx);
  if (rosters.length === 0) return [];
  const overrides = await findOverrides(trx, { fromAt: at, untilAt: new Date(at.getTime() + 1) });
  const active = new Set((await activeNames(trx)).keys());
  return rosters.flatMap((roster) => {
    const own = overrides.filter(({ rosterId }) => rosterId === roster.id);
    const { personId } = dutyAt(roster, own, active, at);
    return personId === null ? [] : [{ rosterId: roster.id, personId }];
  });
}

export async function insertRoster(
  trx: Sql,
  roster: Omit<KeptRoster, 'version' | 'archivedAt'>,
): Promise<void> {
  await trx
    .insertInto('roster')
    .values({
      id: roster.id,
      name: roster.name,
      time_zone: roster.timeZone,
      rotation: JSON.stringify(roster.rotation),
    })
    .execute();
}

/** Writes a changed roster. @returns false when somebody changed it meanwhile */
export async function updateRoster(trx: Sql, roster: KeptRoster): Promise<boolean> {
  const result = await trx
    .updateTable('roster')
    .set({
      name: roster.name,
      time_zone: roster.timeZone,
      rotation: JSON.stringify(roster.rotation),
      archived_at: roster.archivedAt,
      version: roster.version + 1,
    })
    .where('id', '=', roster.id)
    .where('version', '=', roster.version)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function insertOverride(trx: Sql, override: KeptOverride): Promise<void> {
  await trx
    .insertInto('roster_override')
    .values({
      id: override.id,
      roster_id: override.rosterId,
      person_id: override.personId,
      from_at: override.fromAt,
      until_at: override.untilAt,
      reason: override.reason,
    })
    .execute();
}

/** @returns false when it had ended or never was */
export async function endOverride(trx: Sql, rosterId: string, id: string, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('roster_override')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('roster_id', '=', rosterId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
