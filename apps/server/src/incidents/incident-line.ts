// SPDX-License-Identifier: Apache-2.0
import type { IncidentLine } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';
import type { IncidentState } from './incident.ts';
import { referencesOf } from './incident-store.ts';
import { type PersonShown, peopleShown } from './participant-store.ts';

/** What stands beside the row of an incident in a list: read for a whole page at once. */
export interface Beside {
  readonly people: ReadonlyMap<string, PersonShown>;
  readonly targets: ReadonlyMap<string, string>;
  readonly openTasks: ReadonlyMap<string, number>;
}

export type LineState = Omit<
  IncidentState,
  'summary' | 'functions' | 'moments' | 'whatWasDone' | 'rootCause' | 'lessons' | 'dismissalReason'
>;

/** Reads what the lines of a page need. A target or a task the reader cannot see is not there. */
export async function readBeside(trx: Sql, incidents: readonly LineState[]): Promise<Beside> {
  const filled = (ids: readonly (string | null)[]) => ids.filter((id) => id !== null);
  const targetIds = filled(incidents.map((incident) => incident.mergedInto));
  const people = await peopleShown(trx, filled(incidents.map((incident) => incident.leadId)));
  const targets = await referencesOf(trx, targetIds);
  const tasks =
    incidents.length === 0
      ? []
      : await trx
          .selectFrom('task')
          .select((columns) => ['incident_id', columns.fn.countAll<number>().as('count')])
          .where(
            'incident_id',
            'in',
            incidents.map((incident) => incident.id),
          )
          .where('state', '=', 'open')
          .groupBy('incident_id')
          .execute();
  return {
    people,
    targets,
    openTasks: new Map(tasks.map((row) => [row.incident_id, row.count])),
  };
}

export function presentLine(incident: LineState, beside: Beside): IncidentLine {
  const of = <Value>(map: ReadonlyMap<string, Value>, id: string | null) =>
    (id === null ? undefined : map.get(id)) ?? null;
  return {
    id: incident.id,
    reference: incident.reference,
    title: incident.title,
    status: incident.status,
    severity: incident.severity,
    class: incident.class,
    type: incident.type,
    tlp: incident.tlp,
    personalData: incident.personalData,
    restricted: incident.restricted,
    lead: of(beside.people, incident.leadId),
    declaredAt: incident.declaredAt.toISOString(),
    updatedAt: incident.updatedAt.toISOString(),
    openTasks: beside.openTasks.get(incident.id) ?? 0,
    mergedInto: of(beside.targets, incident.mergedInto),
  };
}
