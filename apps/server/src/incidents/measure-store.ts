// SPDX-License-Identifier: Apache-2.0
import {
  type Incident,
  type Input,
  isRefusal,
  type listMeasures,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { type Selectable, sql, type Updateable } from 'kysely';
import { z } from 'zod';
import { readCursor } from '../platform/database/cursor.ts';
import type { Changing, Reading, Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { presentDuePage } from './due-page.ts';
import { onlyPartsOf, peopleShown } from './participant-store.ts';

export type Measure = Incident['measures'][number];
export type MeasureRow = Selectable<DB['measure']> & { incident_reference: string };
export type MeasureColumns = Updateable<DB['measure']>;

const withIncident = (trx: Sql) =>
  trx
    .selectFrom('measure')
    .innerJoin('incident', 'incident.id', 'measure.incident_id')
    .selectAll('measure')
    .select('incident.reference as incident_reference');

/** Finds a measure and locks it until commit. */
export async function lockMeasure(
  trx: Sql,
  measureId: string,
): Promise<MeasureRow | Refusal<'task.not_found'>> {
  const row = await withIncident(trx)
    .where('measure.id', '=', measureId)
    .forNoKeyUpdate('measure')
    .executeTakeFirst();
  return row ?? refuse('task.not_found', `Looked for ${measureId}`);
}

export async function measuresOf(trx: Sql, incidentIds: readonly string[]): Promise<MeasureRow[]> {
  return withIncident(trx)
    .where('measure.incident_id', 'in', [...incidentIds])
    .orderBy(sql`measure.due_on NULLS LAST`)
    .orderBy('measure.created_at')
    .orderBy('measure.id')
    .execute();
}

/** Writes down a measure that follows from an incident, and records it. */
export async function addMeasure(
  changing: Changing,
  incident: { id: string; reference: string },
  wanted: { title: string; owner?: string | undefined; dueOn?: string | undefined },
): Promise<void> {
  const id = changing.ids.uuid();
  const columns = {
    title: wanted.title,
    owner_id: wanted.owner ?? null,
    due_on: wanted.dueOn ?? null,
    state: 'planned',
  };
  await changing.sql
    .insertInto('measure')
    .values({ id, incident_id: incident.id, ...columns, created_at: changing.now })
    .execute();
  changing.record({
    event: 'measure.added',
    subject: { kind: 'measure', id, reference: wanted.title },
    incident,
    changes: changesBetween({}, measureFacts(columns)),
  });
}

export async function updateMeasure(trx: Sql, measureId: string, change: MeasureColumns): Promise<void> {
  await trx.updateTable('measure').set(change).where('id', '=', measureId).execute();
}

/** The facts of a measure, by the names of the API. */
export function measureFacts(measure: MeasureColumns): Record<string, unknown> {
  return {
    title: measure.title,
    owner: measure.owner_id,
    dueOn: measure.due_on,
    state: measure.state,
  };
}

export async function presentMeasures(trx: Sql, rows: readonly MeasureRow[]): Promise<Measure[]> {
  const people = await peopleShown(
    trx,
    rows.flatMap((row) => row.owner_id ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    incident: row.incident_reference,
    title: row.title,
    owner: row.owner_id === null ? null : (people.get(row.owner_id) ?? null),
    dueOn: row.due_on,
    state: row.state as Measure['state'],
  }));
}

const key = z.tuple([z.iso.date().nullable(), z.uuid()]);

/** One page of measures, soonest due first; those without a date come last. */
export async function readMeasurePage(
  { actor, sql: trx }: Reading,
  query: Input<typeof listMeasures>['query'],
): Promise<{ items: Measure[]; next: string | null } | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, key);
  if (isRefusal(after)) {
    return after;
  }
  let measures = trx.selectFrom('measure').selectAll().where('state', '=', query.state);
  const own = onlyPartsOf(actor);
  if (own !== null) {
    measures = measures.where('incident_id', 'in', own);
  }
  if (after !== null) {
    const [dueOn, id] = after;
    measures = measures.where((where) =>
      dueOn === null
        ? where.and([where('due_on', 'is', null), where('id', '>', id)])
        : where.or([sql<boolean>`(due_on, id) > (${dueOn}::date, ${id})`, where('due_on', 'is', null)]),
    );
  }
  const rows = await measures
    .orderBy('due_on')
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  return presentDuePage(
    trx,
    rows,
    query.limit,
    (row) => [row.due_on, row.id],
    (named) => presentMeasures(trx, named),
  );
}
