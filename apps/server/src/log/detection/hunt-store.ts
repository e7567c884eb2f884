// SPDX-License-Identifier: Apache-2.0
import type { Placeholders } from '@belfry/sigma';
import type { Sql } from '../../platform/database/database.ts';
import type { ActiveDocument } from './detection.ts';
import type { HuntEnd, HuntHits, HuntProgress, TakenHunt } from './hunt.ts';

/** The hunts that are under way: who asked first comes first. One that runs was left by a process that died. */
export async function takeHunt(sql: Sql, now: Date): Promise<TakenHunt | null> {
  const row = await sql
    .selectFrom('hunt')
    .selectAll()
    .where('state', 'in', ['waiting', 'running'])
    .orderBy('asked_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return null;
  const attempt = row.attempt + 1;
  const lostCount = row.lost_count + (row.state === 'running' ? 1 : 0);
  await sql
    .updateTable('hunt')
    .set({
      ...{ state: 'running', attempt, lost_count: lostCount, started_at: now, is_held: false },
      // Begun again is begun from the start.
      ...{ total_count: null, read_count: 0, event_count: 0, gone_count: 0, hit_count: 0 },
      changed_at: now,
    })
    .where('id', '=', row.id)
    .execute();
  return {
    ...{ id: row.id, attempt, lostCount, title: row.title, yaml: row.yaml },
    // Written by the desk alone, as it read them.
    companions: row.companions as unknown as ActiveDocument[],
    placeholders: row.placeholders as Placeholders,
    fromMs: row.from_at.getTime(),
    untilMs: row.until_at.getTime(),
  };
}

type Fence = Pick<TakenHunt, 'id' | 'attempt'>;

const whoRuns = (sql: Sql, { attempt, id }: Fence) =>
  sql.updateTable('hunt').where('id', '=', id).where('attempt', '=', attempt).where('state', '=', 'running');

const countsOf = ({ events, gone, hits, read, total }: HuntProgress) => ({
  ...{ total_count: total, read_count: read, event_count: events, gone_count: gone, hit_count: hits },
});

/** @returns false when it is not to go on: somebody cancelled it, or another process took it up */
export async function writeHuntProgress(
  sql: Sql,
  now: Date,
  hunt: Fence,
  { isHeld, progress }: { readonly isHeld: boolean; readonly progress: HuntProgress | null },
): Promise<boolean> {
  const { numUpdatedRows } = await whoRuns(sql, hunt)
    .set({
      is_held: isHeld,
      ...(progress === null ? {} : { ...countsOf(progress), changed_at: now }),
    })
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends it and writes what it found, both or neither. @returns false when it was cancelled or taken up elsewhere */
export async function endHunt(sql: Sql, now: Date, hunt: Fence, end: HuntEnd): Promise<boolean> {
  const { numUpdatedRows } = await whoRuns(sql, hunt)
    .set({
      ...{ state: end.state, problem: end.state === 'failed' ? end.problem : null },
      ...{ is_held: false, ended_at: now, changed_at: now },
      ...(end.state === 'failed'
        ? {}
        : {
            ...countsOf(end.found),
            key_count: end.found.keys,
            hits_without_key: end.found.hitsWithoutKey,
          }),
    })
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return false;
  if (end.state === 'done') await writeFound(sql, hunt.id, end.found.found);
  return true;
}

const ROWS_PER_INSERT = 200;

async function writeFound(sql: Sql, huntId: string, found: readonly HuntHits[]): Promise<void> {
  for (let first = 0; first < found.length; first += ROWS_PER_INSERT) {
    const rows = found.slice(first, first + ROWS_PER_INSERT).map((hits, at) => ({
      ...{ hunt_id: huntId, number: first + at + 1, title: keptText(hits.title) },
      ...{ key: JSON.stringify(hits.key), hit_count: hits.count, entries: JSON.stringify(hits.entries) },
      ...{ first_at: new Date(hits.firstMs), last_at: new Date(hits.lastMs) },
    }));
    await sql.insertInto('hunt_hit').values(rows).execute();
  }
}

/** PostgreSQL keeps no NUL, and a rule may well have one in its title. */
const keptText = (text: string) => text.toWellFormed().replaceAll('\0', '\u{fffd}');

/** Lays it back, where the process ends in good order: that is no crash of the hunt. */
export async function releaseHunt(sql: Sql, now: Date, hunt: Fence): Promise<void> {
  await whoRuns(sql, hunt).set({ state: 'waiting', is_held: false, changed_at: now }).execute();
}
