// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse } from '@belfry/contract';
import { type Selectable, sql, type Updateable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import type { Facts, IncidentState, Moments } from './incident.ts';

type IncidentTable = DB['incident'];

/** Words of the tables are those of the contract: the CHECK constraints and a test keep them so. */
export function incidentFromRow(row: Selectable<IncidentTable>): IncidentState {
  return {
    id: row.id,
    reference: row.reference,
    title: row.title,
    summary: row.summary,
    status: row.status as IncidentState['status'],
    statusBeforeMerge: row.status_before_merge as IncidentState['statusBeforeMerge'],
    mergedInto: row.merged_into,
    severity: row.severity as IncidentState['severity'],
    class: row.class as IncidentState['class'],
    type: row.type as IncidentState['type'],
    functions: row.functions,
    tlp: row.tlp as IncidentState['tlp'],
    personalData: row.personal_data as IncidentState['personalData'],
    restricted: row.restricted,
    participantIds: row.participant_ids,
    leadId: row.lead_id,
    moments: row.moments as Moments,
    whatWasDone: row.what_was_done,
    resolvedAt: row.resolved_at,
    rootCauseClass: row.root_cause_class as IncidentState['rootCauseClass'],
    rootCause: row.root_cause,
    lessons: row.lessons,
    dismissalReason: row.dismissal_reason,
    declaredAt: row.declared_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

const notFound = (reference: string) => refuse('incident.not_found', `Looked for ${reference}`);

/** Locks the incident until commit, so that two changes of one incident follow each other. */
export async function lockIncident(
  trx: Sql,
  reference: string,
): Promise<IncidentState | Refusal<'incident.not_found'>> {
  const row = await trx
    .selectFrom('incident')
    .selectAll()
    .where('reference', '=', reference)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? notFound(reference) : incidentFromRow(row);
}

/** Locks two incidents in the order of their identifiers, so that opposite merges cannot wait for each other. */
export async function lockTwoIncidents(
  trx: Sql,
  first: string,
  second: string,
): Promise<[IncidentState, IncidentState] | Refusal<'incident.not_found'>> {
  const rows = await trx
    .selectFrom('incident')
    .selectAll()
    .where('reference', 'in', [first, second])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const [one, two] = [first, second].map((reference) => rows.find((row) => row.reference === reference));
  if (one === undefined) {
    return notFound(first);
  }
  return two === undefined ? notFound(second) : [incidentFromRow(one), incidentFromRow(two)];
}

export async function findIncident(
  trx: Sql,
  reference: string,
): Promise<IncidentState | Refusal<'incident.not_found'>> {
  const row = await trx
    .selectFrom('incident')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row === undefined ? notFound(reference) : incidentFromRow(row);
}

/**
 * The incident itself and everything merged into it, as far as the reader sees: merging moves nothing, so the
 * whole is put together when it is read. UNION drops what was seen before, so a circle ends.
 */
export async function familyOf(trx: Sql, incidentId: string): Promise<{ id: string; reference: string }[]> {
  const { rows } = await sql<{ id: string; reference: string }>`
    WITH RECURSIVE family (id, reference) AS (
      SELECT id, reference FROM incident WHERE id = ${incidentId}
      UNION
      SELECT i.id, i.reference FROM incident i JOIN family f ON i.merged_into = f.id
    )
    SELECT id, reference FROM family ORDER BY id <> ${incidentId}, reference`.execute(trx);
  return rows;
}

/** The incident a merged one went into, in the end; itself when it is not merged, null when the merges are a circle. */
export async function survivorOf(
  trx: Sql,
  incidentId: string,
): Promise<{ id: string; reference: string; status: IncidentState['status'] } | null> {
  const { rows } = await sql<{ id: string; reference: string; status: IncidentState['status'] }>`
    WITH RECURSIVE up (id, reference, status, merged_into) AS (
      SELECT id, reference, status, merged_into FROM incident WHERE id = ${incidentId}
      UNION
      SELECT i.id, i.reference, i.status, i.merged_into FROM incident i JOIN up ON i.id = up.merged_into
    )
    SELECT id, reference, status FROM up WHERE merged_into IS NULL`.execute(trx);
  return rows[0] ?? null;
}

/** References by identifier, of those the reader sees. */
export async function referencesOf(trx: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) {
    return new Map();
  }
  const rows = await trx
    .selectFrom('incident')
    .select(['id', 'reference'])
    .where('id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row.reference]));
}

/** References of incidents merged straight into this one, a few of them: to name them in a refusal. */
export async function absorbedBy(trx: Sql, incidentId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('incident')
    .select('reference')
    .where('merged_into', '=', incidentId)
    .orderBy('reference')
    .limit(10)
    .execute();
  return rows.map((row) => row.reference);
}

export interface NewIncident {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly summary: string | null;
  readonly severity: Facts['severity'];
  readonly restricted: boolean;
  /** Whoever restricts an incident from its first moment is its first participant. */
  readonly firstParticipant: string | null;
  readonly moments: Moments;
}

export async function insertIncident(trx: Sql, incident: NewIncident, now: Date): Promise<void> {
  await trx
    .insertInto('incident')
    .values({
      id: incident.id,
      reference: incident.reference,
      title: incident.title,
      summary: incident.summary,
      status: 'pending',
      severity: incident.severity,
      tlp: 'TLP:AMBER',
      personal_data: 'unknown',
      restricted: incident.restricted,
      participant_ids: incident.firstParticipant === null ? [] : [incident.firstParticipant],
      moments: JSON.stringify(incident.moments),
      declared_at: now,
      updated_at: now,
    })
    .execute();
}

/** Writes what changed, and counts the version up: whoever loaded the one before is told. */
export async function updateIncident(
  trx: Sql,
  incident: Pick<IncidentState, 'id' | 'version'>,
  change: Updateable<IncidentTable>,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('incident')
    .set({ ...change, version: incident.version + 1, updated_at: now })
    .where('id', '=', incident.id)
    .execute();
}

export function columnsOf(facts: Facts): Updateable<IncidentTable> {
  return {
    title: facts.title,
    summary: facts.summary,
    severity: facts.severity,
    class: facts.class,
    type: facts.type,
    functions: [...facts.functions],
    tlp: facts.tlp,
    personal_data: facts.personalData,
    restricted: facts.restricted,
    root_cause_class: facts.rootCauseClass,
    root_cause: facts.rootCause,
    lessons: facts.lessons,
  };
}

/** Marks that something about the incident moved, without another version: nobody's edit is in its way. */
export async function touchIncident(trx: Sql, incidentId: string, now: Date): Promise<void> {
  await trx.updateTable('incident').set({ updated_at: now }).where('id', '=', incidentId).execute();
}
