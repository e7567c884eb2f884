// SPDX-License-Identifier: Apache-2.0
import { type Selectable, sql } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import type { Kept, Move, Standing, StartedBy } from './obligation.ts';

export type ObligationRow = Selectable<DB['obligation']>;

/** Words of the table are those of the contract: the CHECK constraints and a test keep them so. */
export function keptFromRow(row: ObligationRow): Kept {
  return {
    id: row.id,
    regimeId: row.regime_id,
    regimeVersion: row.regime_version,
    stageId: row.stage_id,
    occurrence: row.occurrence,
    kind: row.kind as Kept['kind'],
    duty: row.duty as Kept['duty'],
    lateRule: row.late_rule as Kept['lateRule'],
    state: row.state as Kept['state'],
    dueAt: row.due_at,
    dueBeforeShiftAt: row.due_before_shift_at,
    dueByLenientReadingAt: row.due_by_lenient_reading_at,
    isWithoutUndueDelay: row.is_without_undue_delay,
    startedBy: row.started_by as StartedBy | null,
    metAt: row.met_at,
    dueWhenMetAt: row.due_when_met_at,
    why: row.why as unknown as Kept['why'],
    asks: row.asks,
    ownerId: row.owner_id,
    lookAgainAt: row.look_again_at,
    revision: row.revision,
  };
}

function columnsOf(after: Standing) {
  return {
    regime_version: after.regimeVersion,
    kind: after.kind,
    duty: after.duty,
    late_rule: after.lateRule,
    state: after.state,
    due_at: after.dueAt,
    due_before_shift_at: after.dueBeforeShiftAt,
    due_by_lenient_reading_at: after.dueByLenientReadingAt,
    is_without_undue_delay: after.isWithoutUndueDelay,
    started_by: after.startedBy === null ? null : JSON.stringify(after.startedBy),
    started_at: after.startedBy === null ? null : new Date(after.startedBy.at),
    met_at: after.metAt,
    due_when_met_at: after.dueWhenMetAt,
    why: JSON.stringify(after.why),
    asks: after.asks,
  };
}

/** Two facts at once follow each other: the second computes from what the first left. @returns null where there is no such incident */
export async function lockIncidentOf(
  trx: Sql,
  incidentId: string,
): Promise<{ id: string; reference: string } | null> {
  const row = await trx
    .selectFrom('incident')
    .select(['id', 'reference'])
    .where('id', '=', incidentId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function keptOf(trx: Sql, incidentId: string): Promise<Kept[]> {
  const rows = await trx.selectFrom('obligation').selectAll().where('incident_id', '=', incidentId).execute();
  return rows.map(keptFromRow);
}

/** Bank holidays are those of the organisation's country, by its clock. */
export async function placeOf(trx: Sql): Promise<{ country: string; timeZone: string }> {
  const row = await trx.selectFrom('organisation').select(['country', 'time_zone']).executeTakeFirst();
  return { country: row?.country ?? '', timeZone: row?.time_zone ?? 'UTC' };
}

/** Writes one move. @returns the identifier of its row */
export async function writeMove(
  trx: Sql,
  incidentId: string,
  move: Move,
  newId: () => string,
  now: Date,
): Promise<string> {
  const { after, before, lookAgainAt, revision } = move;
  const columns = { ...columnsOf(after), look_again_at: lookAgainAt, revision, changed_at: now };
  if (before !== null) {
    await trx.updateTable('obligation').set(columns).where('id', '=', before.id).execute();
    return before.id;
  }
  const id = newId();
  await trx
    .insertInto('obligation')
    .values({
      id,
      incident_id: incidentId,
      regime_id: after.regimeId,
      stage_id: after.stageId,
      occurrence: after.occurrence,
      ...columns,
    })
    .execute();
  return id;
}

export async function insertPastDue(
  trx: Sql,
  past: { id: string; obligationId: string; dueAt: Date; because: string },
  now: Date,
): Promise<void> {
  await trx
    .insertInto('obligation_past_due')
    .values({
      id: past.id,
      obligation_id: past.obligationId,
      due_at: past.dueAt,
      replaced_at: now,
      because: past.because,
    })
    .execute();
}

/** An obligation, for who writes to it or pages about it. */
export async function obligationById(trx: Sql, id: string): Promise<ObligationRow | null> {
  return (await trx.selectFrom('obligation').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Everything kept for these incidents, in the order it falls due; what is not owed comes last. */
export async function obligationsOfIncidents(
  trx: Sql,
  incidentIds: readonly string[],
): Promise<ObligationRow[]> {
  return trx
    .selectFrom('obligation')
    .selectAll()
    .where('incident_id', 'in', [...incidentIds])
    .orderBy(sql`state = 'not_owed'`)
    .orderBy('due_at', (order) => order.asc().nullsLast())
    .orderBy('started_at', (order) => order.asc().nullsLast())
    .orderBy('regime_id')
    .orderBy('id')
    .execute();
}

export async function incidentShown(
  trx: Sql,
  reference: string,
): Promise<{ id: string; reference: string; title: string } | null> {
  const row = await trx
    .selectFrom('incident')
    .select(['id', 'reference', 'title'])
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row ?? null;
}

export async function isActive(trx: Sql, personId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('person')
    .select('id')
    .where('id', '=', personId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row !== undefined;
}

export async function writeOwner(trx: Sql, id: string, ownerId: string | null, now: Date): Promise<void> {
  await trx
    .updateTable('obligation')
    .set({ owner_id: ownerId, changed_at: now })
    .where('id', '=', id)
    .execute();
}

/** Why it is late; the reason before stays in the record. */
export async function writeReason(
  trx: Sql,
  id: string,
  reason: { readonly text: string; readonly by: string | null },
  now: Date,
): Promise<void> {
  await trx
    .updateTable('obligation')
    .set({ late_reason: reason.text, late_reason_by: reason.by, late_reason_at: now, changed_at: now })
    .where('id', '=', id)
    .execute();
}

/** An incident with a limit that passed since anybody looked. Following its facts takes the lock. */
export async function findPassedLimit(trx: Sql, now: Date): Promise<string | null> {
  const row = await trx
    .selectFrom('obligation')
    .select('incident_id')
    .where('look_again_at', '<=', now)
    .orderBy('look_again_at')
    .limit(1)
    .executeTakeFirst();
  return row?.incident_id ?? null;
}

/** An incident with something open that was computed from another version of the law than those given. */
export async function findOlderLaw(
  trx: Sql,
  versions: readonly { readonly id: string; readonly version: number }[],
): Promise<string | null> {
  const { rows } = await sql<{ incident_id: string }>`
    SELECT incident_id FROM obligation
    WHERE state IN ('undecided', 'waiting', 'on_request', 'conditional', 'running')
      AND (regime_id, regime_version) NOT IN (
        SELECT * FROM unnest(${versions.map(({ id }) => id)}::text[], ${versions.map(({ version }) => version)}::integer[]))
    ORDER BY due_at NULLS LAST LIMIT 1`.execute(trx);
  return rows[0]?.incident_id ?? null;
}

/** Nothing can be computed for it: what would be looked at again is left as it stands. */
export async function stopLooking(trx: Sql, incidentId: string): Promise<void> {
  await trx
    .updateTable('obligation')
    .set({ look_again_at: null })
    .where('incident_id', '=', incidentId)
    .where('look_again_at', 'is not', null)
    .execute();
}
