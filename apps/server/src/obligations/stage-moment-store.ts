// SPDX-License-Identifier: Apache-2.0
import type { stageMomentKinds } from '@belfry/contract';
import type { StageMoment } from '@belfry/regimes';
import type { Sql } from '../platform/database/database.ts';

export interface NewStageMoment {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: (typeof stageMomentKinds)[number];
  readonly regimeId: string;
  readonly stageId: string;
  readonly at: Date;
}

export async function insertStageMoment(sql: Sql, moment: NewStageMoment, now: Date): Promise<void> {
  await sql
    .insertInto('stage_moment')
    .values({
      id: moment.id,
      incident_id: moment.incidentId,
      kind: moment.kind,
      regime_id: moment.regimeId,
      stage_id: moment.stageId,
      at: moment.at,
      recorded_at: now,
      withdrawn_at: null,
    })
    .execute();
}

/** Says that a submission or request did not happen after all. @returns its incident, or null where nothing stood */
export async function withdrawStageMoment(sql: Sql, id: string, now: Date): Promise<string | null> {
  const row = await sql
    .updateTable('stage_moment')
    .set({ withdrawn_at: now })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .returning('incident_id')
    .executeTakeFirst();
  return row?.incident_id ?? null;
}

/** What happened to the stages of an incident, as far as it stands. */
export async function stageMomentsOf(
  sql: Sql,
  incidentId: string,
): Promise<{ readonly submissions: StageMoment[]; readonly requests: StageMoment[] }> {
  const rows = await sql
    .selectFrom('stage_moment')
    .select(['kind', 'regime_id', 'stage_id', 'at'])
    .where('incident_id', '=', incidentId)
    .where('withdrawn_at', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const of = (kind: NewStageMoment['kind']) =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ at, regime_id, stage_id }) => ({
        regimeId: regime_id,
        stageId: stage_id,
        at: Temporal.Instant.fromEpochMilliseconds(at.getTime()),
      }));
  return { submissions: of('submission'), requests: of('request') };
}
