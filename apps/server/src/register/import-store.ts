// SPDX-License-Identifier: Apache-2.0

import { sql as raw } from 'kysely';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { beyondTheWall, type Changing, type Sql } from '../platform/database/database.ts';
import { nextReferences } from '../platform/database/next-reference.ts';
import type { ReadyRow } from './import-plan.ts';
import { type Known, ownIncident } from './import-plan.ts';
import type { ImportedRow } from './imported-row.ts';

const ROWS_PER_STATEMENT = 500;

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
  }
}

/** Two imports at once would each find nothing there: the second waits until the first is done. */
export async function holdImports(trx: Sql): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtextextended('belfry.register.import', 0))`.execute(trx);
}

/**
 * What this desk knows of these rows. Whether a row was imported before is asked past the wall, because a second
 * copy would stand beside a restricted first one; which incident it became is said only to who sees it.
 */
export async function knownOf(trx: Sql, rows: readonly ImportedRow[]): Promise<Known> {
  const keys = new Set<string>();
  const references = new Map<string, string>();
  const ownIncidents = new Set<string>();
  for (const batch of batches(rows)) {
    const batchKeys = batch.map((row) => row.key);
    const there = () =>
      trx.selectFrom('incident').select(['import_key', 'reference']).where('import_key', 'in', batchKeys);
    for (const { import_key } of await beyondTheWall(trx, () => there().execute())) {
      if (import_key !== null) keys.add(import_key);
    }
    for (const { import_key, reference } of await there().execute()) {
      if (import_key !== null) references.set(import_key, reference);
    }
    const numbers = batch.flatMap((row) => (row.number === null ? [] : [row.number]));
    const own =
      numbers.length === 0
        ? []
        : await trx
            .selectFrom('incident')
            .select(['reference', 'title'])
            .where('reference', 'in', numbers)
            .execute();
    for (const { reference, title } of own) ownIncidents.add(ownIncident(reference, title));
  }
  return { keys, references, ownIncidents };
}

export async function timeZoneOf(trx: Sql): Promise<string> {
  const row = await trx.selectFrom('organisation').select('time_zone').executeTakeFirst();
  return row?.time_zone ?? 'UTC';
}

/** Active people by name and by mail address, in lower case; a name that two people share names nobody. */
export async function peopleByName(trx: Sql): Promise<Map<string, string>> {
  const people = await trx
    .selectFrom('person')
    .select(['id', 'name', 'email'])
    .where('state', '=', 'active')
    .execute();
  const found = new Map<string, string>();
  const names = people.map((person) => person.name.toLowerCase());
  for (const person of people) {
    const name = person.name.toLowerCase();
    if (names.indexOf(name) === names.lastIndexOf(name)) found.set(name, person.id);
    found.set(person.email.toLowerCase(), person.id);
  }
  return found;
}

export interface ImportedIncident {
  readonly id: string;
  readonly reference: string;
  readonly row: ReadyRow;
}

/**
 * Writes the incidents, each under the next reference of the year it was declared in. Everything happens past the
 * wall: whoever imports need not be one who reads incidents.
 */
export async function insertImported(
  changing: Changing,
  actor: PersonActor,
  rows: readonly ReadyRow[],
  people: ReadonlyMap<string, string>,
): Promise<ImportedIncident[]> {
  const { ids, now, sql } = changing;
  const references = await nextReferences(
    sql,
    'INC',
    rows.map((row) => row.facts.declaredAt),
  );
  const imported = rows.map((row, index) => ({ id: ids.uuid(), reference: references[index] ?? '', row }));
  await beyondTheWall(sql, async () => {
    for (const batch of batches(imported)) {
      await sql
        .insertInto('incident')
        .values(batch.map((incident) => columnsOf(incident, actor.name, now)))
        .execute();
    }
    await insertParticipants(sql, imported, actor, people, now);
    await joinMerged(sql, imported);
  });
  return imported;
}

function columnsOf({ id, reference, row }: ImportedIncident, setBy: string, now: Date) {
  const { facts } = row;
  const moments = Object.entries(facts.moments).map(([name, moment]) => [
    name,
    {
      at: moment.at.toISOString(),
      // A day without a time is read as its beginning.
      certainty: moment.isDay ? 'estimated' : 'certain',
      setBy,
      setAt: now.toISOString(),
      reason: 'imported',
    },
  ]);
  return {
    id,
    reference,
    title: facts.title,
    summary: facts.summary,
    status: facts.status,
    status_before_merge: facts.status === 'merged' ? 'resolved' : null,
    severity: facts.severity,
    class: facts.class,
    type: facts.type,
    functions: [...facts.functions],
    tlp: facts.tlp,
    personal_data: facts.personalData,
    restricted: facts.restricted,
    moments: JSON.stringify(Object.fromEntries(moments)),
    what_was_done: facts.whatWasDone,
    resolved_at: facts.resolvedAt,
    closed_at: facts.closedAt,
    root_cause_class: facts.rootCauseClass,
    root_cause: facts.rootCause,
    lessons: facts.lessons,
    dismissal_reason: facts.dismissalReason,
    declared_at: facts.declaredAt,
    updated_at: now,
    import_key: row.key,
  };
}

/** The lead, where the logbook names one of ours; and for a restricted incident whoever imports it, or nobody sees it. */
async function insertParticipants(
  trx: Sql,
  imported: readonly ImportedIncident[],
  actor: PersonActor,
  people: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  const participants = imported.flatMap(({ id, row }) => {
    const lead = row.facts.lead === null ? undefined : people.get(row.facts.lead.toLowerCase());
    const parts = lead === undefined ? [] : [{ incident_id: id, person_id: lead, role: 'lead', since: now }];
    return row.facts.restricted && lead !== actor.id
      ? [...parts, { incident_id: id, person_id: actor.id, role: 'participant', since: now }]
      : parts;
  });
  for (const batch of batches(participants)) {
    await trx.insertInto('incident_participant').values(batch).execute();
  }
}

async function joinMerged(trx: Sql, imported: readonly ImportedIncident[]): Promise<void> {
  const byNumber = new Map(
    imported.flatMap(({ id, row }) => (row.number === null ? [] : [[row.number, id]])),
  );
  const joined = imported.flatMap(({ id, row }) => {
    const target = row.facts.status === 'merged' ? byNumber.get(row.facts.mergedInto ?? '') : undefined;
    return target === undefined ? [] : [{ id, target }];
  });
  for (const batch of batches(joined)) {
    const sources = batch.map(({ id }) => id);
    const targets = batch.map(({ target }) => target);
    await raw`
      UPDATE incident SET merged_into = pair.target
      FROM unnest(${sources}::uuid[], ${targets}::uuid[]) AS pair (source, target) WHERE id = pair.source`.execute(
      trx,
    );
  }
}
