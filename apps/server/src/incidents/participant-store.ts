// SPDX-License-Identifier: Apache-2.0
import { type Incident, type PersonId, type Refusal, refuse } from '@belfry/contract';
import { type RawBuilder, sql } from 'kysely';
import { type Actor, may } from '../platform/authorization/actor.ts';
import type { Changing, Sql } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';

type Participant = Incident['participants'][number];
export type PersonShown = Participant['person'];
type Role = Participant['role'];

/** Names of people by identifier: a name is read when it is shown, and kept as it was in the record only. */
export async function peopleShown(trx: Sql, ids: readonly string[]): Promise<Map<string, PersonShown>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) {
    return new Map();
  }
  const rows = await trx.selectFrom('person').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.id, { id: row.id as PersonId, name: row.name }]));
}

/**
 * Incidents somebody takes part in, where the wall leaves them no other; null for whoever sees more. A query that
 * says so finds those few without asking the wall about every row.
 */
export function onlyPartsOf(actor: Actor): RawBuilder<string> | null {
  return actor.kind === 'person' && !may(actor, 'incidents.read')
    ? sql<string>`(SELECT incident_id FROM incident_participant WHERE person_id = ${actor.id})`
    : null;
}

/** Why these people cannot be given anything to do, or null: each must be active in this desk. */
export async function reasonNotActive(
  trx: Sql,
  ids: readonly (string | null | undefined)[],
): Promise<Refusal<'incident.participant_unknown'> | null> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  if (wanted.length === 0) {
    return null;
  }
  const rows = await trx
    .selectFrom('person')
    .select('id')
    .where('id', 'in', wanted)
    .where('state', '=', 'active')
    .execute();
  const missing = wanted.filter((id) => !rows.some((row) => row.id === id));
  return missing.length === 0
    ? null
    : refuse('incident.participant_unknown', `Not active here: ${missing.join(', ')}`);
}

export async function readParticipants(trx: Sql, incidentId: string): Promise<Participant[]> {
  const rows = await trx
    .selectFrom('incident_participant as part')
    .innerJoin('person', 'person.id', 'part.person_id')
    .select(['person.id', 'person.name', 'part.role', 'part.since'])
    .where('part.incident_id', '=', incidentId)
    .orderBy('part.since')
    .orderBy('person.id')
    .execute();
  return rows.map((row) => ({
    person: { id: row.id as PersonId, name: row.name },
    role: row.role as Role,
    since: row.since.toISOString(),
  }));
}

/**
 * Gives a person a part. There is one lead: the one before becomes a deputy, so nobody loses sight of a
 * restricted incident by a change of lead.
 */
export async function putParticipant(
  changing: Changing,
  incident: { id: string; reference: string },
  personId: string,
  role: Role,
  reason: string | null,
): Promise<void> {
  const present = await readParticipants(changing.sql, incident.id);
  if (role === 'lead') {
    for (const lead of present.filter((part) => part.role === 'lead' && part.person.id !== personId)) {
      await writeRole(changing, incident, lead.person, 'lead', 'deputy', reason);
    }
  }
  const before = present.find((part) => part.person.id === personId);
  if (before?.role === role) {
    return;
  }
  const names = await peopleShown(changing.sql, [personId]);
  const person = before?.person ?? names.get(personId);
  if (person === undefined) {
    throw new Error(`Cannot give person "${personId}" a part: nobody asked whether the person exists`);
  }
  await writeRole(changing, incident, person, before?.role ?? null, role, reason);
}

async function writeRole(
  changing: Changing,
  incident: { id: string; reference: string },
  person: PersonShown,
  from: Role | null,
  to: Role,
  reason: string | null,
): Promise<void> {
  await changing.sql
    .insertInto('incident_participant')
    .values({ incident_id: incident.id, person_id: person.id, role: to, since: changing.now })
    .onConflict((conflict) => conflict.columns(['incident_id', 'person_id']).doUpdateSet({ role: to }))
    .execute();
  changing.record({
    event: 'incident.participant_set',
    subject: { kind: 'person', id: person.id, reference: person.name },
    incident,
    changes: changesBetween({ role: from }, { role: to }),
    reason: reason ?? undefined,
  });
}

/** Takes a part away. What the person did stays in the record under their name. */
export async function deleteParticipant(
  changing: Changing,
  incident: { id: string; reference: string },
  part: Participant,
): Promise<void> {
  changing.record({
    event: 'incident.participant_removed',
    subject: { kind: 'person', id: part.person.id, reference: part.person.name },
    incident,
    changes: changesBetween({ role: part.role }, { role: null }),
  });
  await changing.sql
    .deleteFrom('incident_participant')
    .where('incident_id', '=', incident.id)
    .where('person_id', '=', part.person.id)
    .execute();
}
