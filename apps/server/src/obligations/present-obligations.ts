// SPDX-License-Identifier: Apache-2.0
import type { Obligation, PersonId } from '@belfry/contract';
import { type Obligation as Computed, type Legal, type Regime, regimes, type Stage } from '@belfry/regimes';
import type { Sql } from '../platform/database/database.ts';
import { isReasonAsked, type Kept, type Standing, standingOf } from './obligation.ts';
import { keptFromRow, type ObligationRow } from './obligation-store.ts';

type PersonShown = NonNullable<Obligation['owner']>;
type IncidentShown = Obligation['incident'];

const versions = new Map(regimes.map((regime) => [`${regime.id} ${regime.version}`, regime]));
const latest = new Map(regimes.map((regime) => [regime.id, regime]));
const unknownLegal: Legal = { cite: '', evidence: 'unsettled' };

/** The law an obligation was computed from; what is no longer among the data is shown by its identifiers. */
export function lawOf(of: Pick<Standing, 'regimeId' | 'regimeVersion' | 'stageId'>): {
  regime?: Regime;
  stage?: Stage;
} {
  const regime = versions.get(`${of.regimeId} ${of.regimeVersion}`) ?? latest.get(of.regimeId);
  const stage = regime?.stages.find(({ id }) => id === of.stageId);
  return { ...(regime === undefined ? {} : { regime }), ...(stage === undefined ? {} : { stage }) };
}

const legalShown = ({ cite, evidence, note }: Legal) => ({ cite, evidence, note: note ?? null });
const text = (date: Date | null) => date?.toISOString() ?? null;

interface Rest {
  readonly id: string | null;
  readonly incident: IncidentShown;
  readonly lateReason: Obligation['lateReason'];
  readonly owner: PersonShown | null;
  readonly pastDues: Obligation['pastDues'];
  readonly changedAt: Date | null;
}

function present(standing: Standing, rest: Rest, now: Date): Obligation {
  const { regime, stage } = lawOf(standing);
  const isOverdue = standing.state === 'running' && standing.dueAt !== null && standing.dueAt < now;
  return {
    id: rest.id,
    incident: rest.incident,
    regime: standing.regimeId,
    regimeName: regime?.name ?? standing.regimeId,
    regimeVersion: standing.regimeVersion,
    stage: standing.stageId,
    occurrence: standing.occurrence,
    kind: standing.kind,
    duty: standing.duty,
    recipient: stage?.recipient ?? '',
    state: isOverdue ? 'overdue' : standing.state,
    dueAt: text(standing.dueAt),
    dueBeforeShiftAt: text(standing.dueBeforeShiftAt),
    dueByLenientReadingAt: text(standing.dueByLenientReadingAt),
    isWithoutUndueDelay: standing.isWithoutUndueDelay,
    startedBy:
      standing.startedBy === null ? null : { ...standing.startedBy, names: [...standing.startedBy.names] },
    metAt: text(standing.metAt),
    dueWhenMetAt: text(standing.dueWhenMetAt),
    lateRule: standing.lateRule,
    lateReason: rest.lateReason,
    isReasonMissing: rest.lateReason === null && isReasonAsked(standing, now),
    why: standing.why.map(({ code, legal, names }) => ({
      code,
      names: [...names],
      legal: legalShown(legal),
    })),
    owner: rest.owner,
    legal: legalShown(stage?.legal ?? unknownLegal),
    pastDues: rest.pastDues,
    changedAt: text(rest.changedAt),
  };
}

/** What is computed and has no row: not owed, with the line of law that says so. */
export function presentComputed(
  computed: readonly Computed[],
  kept: readonly Kept[],
  incident: IncidentShown,
  now: Date,
): Obligation[] {
  const known = new Set(kept.map((each) => `${each.regimeId} ${each.stageId} ${each.occurrence}`));
  const rest = { id: null, incident, lateReason: null, owner: null, pastDues: [], changedAt: null };
  return computed
    .filter((each) => !known.has(`${each.regimeId} ${each.stageId} ${each.occurrence}`))
    .map((each) => present(standingOf(each), rest, now));
}

/** Rows with what stands beside them, each read once for the page. */
export async function presentObligations(
  sql: Sql,
  rows: readonly ObligationRow[],
  now: Date,
): Promise<Obligation[]> {
  if (rows.length === 0) return [];
  const incidents = await incidentsShown(sql, rows);
  const people = await peopleShown(sql, rows);
  const past = await pastDuesOf(sql, rows);
  const person = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  return rows.flatMap((row) => {
    const incident = incidents.get(row.incident_id);
    // Whoever sees the row sees its incident, unless that was taken from them between the two looks.
    if (incident === undefined) return [];
    const { changed_at, id, late_reason, late_reason_at, late_reason_by, owner_id } = row;
    const lateReason =
      late_reason === null || late_reason_at === null
        ? null
        : { text: late_reason, by: person(late_reason_by), at: late_reason_at.toISOString() };
    const rest = { id, incident, lateReason, owner: person(owner_id), changedAt: changed_at };
    return [present(keptFromRow(row), { ...rest, pastDues: past.get(id) ?? [] }, now)];
  });
}

async function incidentsShown(sql: Sql, rows: readonly ObligationRow[]): Promise<Map<string, IncidentShown>> {
  const ids = [...new Set(rows.map((row) => row.incident_id))];
  const found = await sql
    .selectFrom('incident')
    .select(['id', 'reference', 'title'])
    .where('id', 'in', ids)
    .execute();
  return new Map(found.map(({ id, reference, title }) => [id, { reference, title }]));
}

async function peopleShown(sql: Sql, rows: readonly ObligationRow[]): Promise<Map<string, PersonShown>> {
  const ids = new Set(rows.flatMap((row) => [row.owner_id, row.late_reason_by]).filter((id) => id !== null));
  if (ids.size === 0) return new Map();
  const found = await sql
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(found.map(({ id, name }) => [id, { id: id as PersonId, name }]));
}

async function pastDuesOf(
  sql: Sql,
  rows: readonly ObligationRow[],
): Promise<Map<string, Obligation['pastDues']>> {
  const ids = rows.filter((row) => row.revision > 0).map((row) => row.id);
  if (ids.length === 0) return new Map();
  const found = await sql
    .selectFrom('obligation_past_due')
    .select(['obligation_id', 'due_at', 'replaced_at', 'because'])
    .where('obligation_id', 'in', ids)
    .orderBy('replaced_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const past = new Map<string, Obligation['pastDues']>();
  for (const { because, due_at, obligation_id, replaced_at } of found) {
    const one = { dueAt: text(due_at), replacedAt: replaced_at.toISOString(), because };
    past.set(obligation_id, [...(past.get(obligation_id) ?? []), one]);
  }
  return past;
}
