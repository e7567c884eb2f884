// SPDX-License-Identifier: Apache-2.0
import { type Incident, isRefusal, type Refusal } from '@belfry/contract';
import type { Reading } from '../platform/database/database.ts';
import { attachmentsOf } from './attachment-store.ts';
import { type IncidentState, possibleSteps, stillUnknown } from './incident.ts';
import { presentLine, readBeside } from './incident-line.ts';
import type { IncidentParts } from './incident-parts.ts';
import { familyOf, findIncident } from './incident-store.ts';
import { measuresOf, presentMeasures } from './measure-store.ts';
import { readParticipants } from './participant-store.ts';
import { presentTasks, tasksOf } from './task-store.ts';

type Parts = Pick<IncidentParts, 'reports'>;

/** The whole of an incident, as far as the reader sees: its own, and that of everything merged into it. */
export async function readIncidentPageOf(
  reading: Reading,
  reference: string,
  parts: Parts,
): Promise<Incident | Refusal<'incident.not_found'>> {
  const incident = await findIncident(reading.sql, reference);
  return isRefusal(incident) ? incident : presentIncident(reading, incident, parts);
}

async function presentIncident(
  { actor, sql: trx }: Reading,
  incident: IncidentState,
  parts: Parts,
): Promise<Incident> {
  const family = await familyOf(trx, incident.id);
  const ids = family.map((member) => member.id);
  const beside = await readBeside(trx, [incident]);
  const { moments } = incident;
  return {
    ...presentLine(incident, beside),
    summary: incident.summary,
    functions: [...incident.functions],
    moments: {
      occurred: moments.occurred ?? null,
      detected: moments.detected ?? null,
      reported: moments.reported ?? null,
      aware: moments.aware ?? null,
    },
    participants: await readParticipants(trx, incident.id),
    reports: await parts.reports.reportsOf(trx, ids),
    tasks: await presentTasks(trx, await tasksOf(trx, ids)),
    attachments: await attachmentsOf(trx, ids),
    measures: await presentMeasures(trx, await measuresOf(trx, ids)),
    lessons: incident.lessons,
    ...outcomeOf(incident),
    mergedFrom: family.slice(1).map((member) => member.reference),
    version: incident.version,
    possible: possibleSteps(incident.status, actor.kind === 'person' ? actor.permissions : new Set()),
    stillUnknown: stillUnknown(incident),
  };
}

function outcomeOf(incident: IncidentState): Pick<Incident, 'resolution' | 'rootCause' | 'dismissal'> {
  const { dismissalReason, resolvedAt, rootCause, rootCauseClass, status, whatWasDone } = incident;
  return {
    resolution: resolvedAt === null ? null : { whatWasDone, at: resolvedAt.toISOString() },
    rootCause:
      rootCause === null && rootCauseClass === null ? null : { class: rootCauseClass, text: rootCause },
    dismissal: status === 'dismissed' ? { reason: dismissalReason } : null,
  };
}
