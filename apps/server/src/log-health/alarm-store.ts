// SPDX-License-Identifier: Apache-2.0
import type { LogAlarm, LogAlarmKind, PersonId, Severity } from '@belfry/contract';
import { nameOfSubject } from '../log/index.ts';
import type { Sql } from '../platform/database/database.ts';
import type { ToldAlarm } from './alarm-words.ts';
import type { PossibleListener } from './listeners.ts';

const selectAlarms = (sql: Sql) =>
  sql
    .selectFrom('log_alarm')
    .leftJoin('person', 'person.id', 'log_alarm.acknowledged_by')
    .selectAll('log_alarm')
    .select('person.name as person_name');

type AlarmRow = Awaited<ReturnType<ReturnType<typeof selectAlarms>['executeTakeFirstOrThrow']>>;
const factsOf = (row: Pick<AlarmRow, 'facts'>) => row.facts as ToldAlarm['facts'];

export function presentAlarm(row: AlarmRow): LogAlarm {
  return {
    id: row.id,
    kind: row.kind as LogAlarmKind,
    subject: row.subject,
    name: nameOfSubject(row.subject, factsOf(row)),
    severity: row.severity as Severity,
    facts: factsOf(row),
    raisedAt: row.raised_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    clearedAt: row.cleared_at?.toISOString() ?? null,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy:
      row.acknowledged_by === null
        ? null
        : { id: row.acknowledged_by as PersonId, name: row.person_name ?? '' },
    note: row.acknowledge_note,
    toldCount: row.told_count,
    toldAt: row.told_at?.toISOString() ?? null,
  };
}

export type AlarmChoice = 'open' | 'waiting' | 'over' | 'any';

export async function listAlarmRows(
  sql: Sql,
  state: AlarmChoice,
  after: readonly [string, string] | null,
  limit: number,
): Promise<AlarmRow[]> {
  let query = selectAlarms(sql)
    .orderBy('log_alarm.raised_at', 'desc')
    .orderBy('log_alarm.id', 'desc')
    .limit(limit);
  if (state === 'over') query = query.where('log_alarm.cleared_at', 'is not', null);
  if (state === 'open' || state === 'waiting') query = query.where('log_alarm.cleared_at', 'is', null);
  if (state === 'waiting') query = query.where('log_alarm.acknowledged_at', 'is', null);
  if (after !== null) {
    const [at, id] = after;
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('log_alarm.raised_at', 'log_alarm.id'), '<', tuple(new Date(at), id)),
    );
  }
  return query.execute();
}

export async function findAlarm(sql: Sql, id: string): Promise<LogAlarm | null> {
  const row = await selectAlarms(sql).where('log_alarm.id', '=', id).executeTakeFirst();
  return row === undefined ? null : presentAlarm(row);
}

export async function countOpen(sql: Sql): Promise<number> {
  const row = await sql
    .selectFrom('log_alarm')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('cleared_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.open;
}

/** Takes an open alarm. @returns false when somebody has it, or it is over */
export async function takeAlarm(
  sql: Sql,
  id: string,
  by: { readonly personId: string; readonly at: Date; readonly note: string },
): Promise<boolean> {
  const result = await sql
    .updateTable('log_alarm')
    .set({
      acknowledged_at: by.at,
      acknowledged_by: by.personId,
      acknowledge_note: by.note,
      tell_again_at: null,
    })
    .where('id', '=', id)
    .where('cleared_at', 'is', null)
    .where('acknowledged_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Locks one alarm that people have to be told of and that no other process tells. */
export async function claimUntold(
  sql: Sql,
  now: Date,
): Promise<(ToldAlarm & { readonly id: string }) | null> {
  const row = await sql
    .selectFrom('log_alarm')
    .selectAll()
    .where('tell_again_at', '<=', now)
    .orderBy('tell_again_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    kind: row.kind as LogAlarmKind,
    name: nameOfSubject(row.subject, factsOf(row)),
    facts: factsOf(row),
    raisedAt: row.raised_at,
    clearedAt: row.cleared_at,
    toldCount: row.told_count,
  };
}

export async function keepTold(
  sql: Sql,
  id: string,
  told: { readonly count: number; readonly at: Date; readonly again: Date | null },
): Promise<void> {
  await sql
    .updateTable('log_alarm')
    .set({ told_count: told.count, told_at: told.at, tell_again_at: told.again })
    .where('id', '=', id)
    .execute();
}

export async function tellLater(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.updateTable('log_alarm').set({ tell_again_at: at }).where('id', '=', id).execute();
}

/** Everybody active, with what they chose about alarms. */
export async function possibleListeners(sql: Sql): Promise<PossibleListener[]> {
  return sql
    .selectFrom('person')
    .leftJoin('log_alarm_listener', 'log_alarm_listener.person_id', 'person.id')
    .select(['person.id', 'person.name', 'person.email', 'person.language', 'person.roles'])
    .select('log_alarm_listener.is_told as choice')
    .where('person.state', '=', 'active')
    .orderBy('person.name')
    .execute();
}

export async function choiceOf(sql: Sql, personId: string): Promise<boolean | null> {
  const row = await sql
    .selectFrom('log_alarm_listener')
    .select('is_told')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.is_told ?? null;
}

export async function keepChoice(sql: Sql, personId: string, isTold: boolean, at: Date): Promise<void> {
  await sql
    .insertInto('log_alarm_listener')
    .values({ person_id: personId, is_told: isTold, changed_at: at })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ is_told: isTold, changed_at: at }))
    .execute();
}
