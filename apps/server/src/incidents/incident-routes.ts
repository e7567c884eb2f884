// SPDX-License-Identifier: Apache-2.0
import { type Input, type incidentRoutes, isRefusal, type Refusal, refuse } from '@belfry/contract';
import { may } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { attachmentHandlers } from './attachment-routes.ts';
import {
  factsAfter,
  factsOf,
  type IncidentState,
  reasonChangedMeanwhile,
  reasonNotMoment,
} from './incident.ts';
import { changeAndShow } from './incident-answer.ts';
import { countIncidents, readIncidentPage } from './incident-list-store.ts';
import { readIncidentPageOf } from './incident-page.ts';
import type { IncidentParts } from './incident-parts.ts';
import { reasonNotAtWork, reasonNotChanged } from './incident-status.ts';
import { declare, momentBy, noteFirstReport, putMoment, subjectOf } from './incident-steps.ts';
import { columnsOf, lockIncident, updateIncident } from './incident-store.ts';
import { measureHandlers } from './measure-routes.ts';
import { participantHandlers } from './participant-routes.ts';
import { putParticipant } from './participant-store.ts';
import { statusHandlers } from './status-routes.ts';
import { taskHandlers } from './task-routes.ts';

type Routes = typeof incidentRoutes;

/** Every call of the noun "incident". */
export function incidentHandlers(parts: IncidentParts): Handlers<Routes> {
  const { database } = parts;
  return {
    declareIncident: ({ actor, body }) =>
      changeAndShow(parts, actor, (changing) => declareFrom(changing, body, parts)),
    listIncidents: ({ actor, query }) => database.read(actor, (reading) => readIncidentPage(reading, query)),
    countIncidents: ({ actor }) => database.read(actor, countIncidents),
    readIncident: ({ actor, params }) =>
      database.read(actor, (reading) => readIncidentPageOf(reading, params.reference, parts)),
    changeIncident: changeFacts(parts),
    setMoment: setMoment(parts),
    attachReports: attachReports(parts),
    ...statusHandlers(parts),
    ...participantHandlers(parts),
    ...taskHandlers(parts),
    ...measureHandlers(parts),
    ...attachmentHandlers(parts),
  };
}

async function declareFrom(
  changing: Changing,
  body: Input<Routes['declareIncident']>['body'],
  parts: IncidentParts,
): Promise<
  | { id: string; reference: string }
  | Refusal<'report.not_found' | 'report.already_decided' | 'permission.missing'>
> {
  const reportedAt = await parts.reports.firstReportedAt(changing.sql, body.fromReports);
  const { restricted, severity, summary, title } = body;
  const incident = await declare(
    changing,
    { title, severity, summary, restricted, reportedAt: reportedAt ?? undefined },
    parts.hooks,
  );
  if (isRefusal(incident)) {
    return incident;
  }
  return (await parts.reports.take(changing, body.fromReports, incident)) ?? incident;
}

function changeFacts(parts: IncidentParts): Handler<Routes['changeIncident']> {
  return ({ actor, body, params }) =>
    changeAndShow(parts, actor, async (changing) => {
      const before = await lockIncident(changing.sql, params.reference);
      if (isRefusal(before)) {
        return before;
      }
      const { reason, version, ...wanted } = body;
      // Need-to-know can be narrowed whatever the status; every other fact of a merged incident stands still.
      const isAudienceOnly = Object.entries(wanted).every(
        ([name, value]) => name === 'restricted' || value === undefined,
      );
      const facts = factsAfter(factsOf(before), wanted);
      const refusal =
        reasonChangedMeanwhile(before, version) ?? (isAudienceOnly ? null : reasonNotChanged(before));
      if (refusal !== null || isRefusal(facts)) {
        return refusal ?? (facts as Refusal<'request.not_valid'>);
      }
      const wall = await prepareWall(changing, before, facts.restricted);
      if (wall !== null) {
        return wall;
      }
      const changes = changesBetween({ ...factsOf(before) }, { ...facts });
      if (changes.length === 0) {
        return before.reference;
      }
      await updateIncident(changing.sql, before, columnsOf(facts), changing.now);
      changing.record({ event: 'incident.changed', ...subjectOf(before), changes, reason });
      if (facts.severity !== before.severity) {
        const incident: IncidentState = { ...before, ...facts };
        await parts.hooks.whenSeverityChanged(changing, {
          incident,
          from: before.severity,
          to: facts.severity,
        });
      }
      return before.reference;
    });
}

/** Before the wall goes up, whoever builds it steps inside: a restricted incident is seen by its participants only. */
async function prepareWall(
  changing: Changing,
  before: IncidentState,
  restricted: boolean,
): Promise<Refusal<'permission.missing' | 'incident.restrict_needs_participant'> | null> {
  if (restricted === before.restricted) {
    return null;
  }
  if (!may(changing.actor, 'incidents.restrict')) {
    return refuse('permission.missing', 'This needs the permission "incidents.restrict"');
  }
  if (!restricted) {
    return null;
  }
  if (changing.actor.kind !== 'person') {
    return before.participantIds.length === 0 ? refuse('incident.restrict_needs_participant') : null;
  }
  if (!before.participantIds.includes(changing.actor.id)) {
    await putParticipant(changing, before, changing.actor.id, 'participant', null);
  }
  return null;
}

function setMoment(parts: IncidentParts): Handler<Routes['setMoment']> {
  return ({ actor, body, params }) =>
    changeAndShow(parts, actor, async (changing) => {
      const incident = await lockIncident(changing.sql, params.reference);
      if (isRefusal(incident)) {
        return incident;
      }
      const at = new Date(body.at);
      const reason = body.reason?.trim() || null;
      const before = incident.moments[params.moment];
      const refusal = reasonNotChanged(incident) ?? reasonNotMoment({ at, before, reason }, changing.now);
      if (refusal !== null) {
        return refusal;
      }
      const moment = momentBy(changing, at, reason, body.certainty);
      await putMoment(changing, incident, params.moment, moment);
      await parts.hooks.whenMomentSet(changing, incident);
      return incident.reference;
    });
}

function attachReports(parts: IncidentParts): Handler<Routes['attachReports']> {
  return ({ actor, body, params }) =>
    changeAndShow(parts, actor, async (changing) => {
      const incident = await lockIncident(changing.sql, params.reference);
      if (isRefusal(incident)) {
        return incident;
      }
      const refusal =
        reasonNotAtWork(incident) ?? (await parts.reports.take(changing, body.reports, incident));
      if (refusal !== null) {
        return refusal;
      }
      const first = await parts.reports.firstReportedAt(changing.sql, body.reports);
      const told = first === null ? incident : await noteFirstReport(changing, incident, first);
      if (told.version === incident.version) {
        await updateIncident(changing.sql, incident, {}, changing.now);
      }
      return incident.reference;
    });
}
