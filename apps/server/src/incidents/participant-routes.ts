// SPDX-License-Identifier: Apache-2.0
import { type incidentRoutes, isRefusal, limits, refuse } from '@belfry/contract';
import type { Handlers } from '../platform/http/handlers.ts';
import { changeAndShow } from './incident-answer.ts';
import type { IncidentParts } from './incident-parts.ts';
import { lockIncident, updateIncident } from './incident-store.ts';
import { deleteParticipant, putParticipant, readParticipants, reasonNotActive } from './participant-store.ts';

type ParticipantRoutes = Pick<typeof incidentRoutes, 'setParticipant' | 'removeParticipant'>;

/** Who has a hand in an incident: on a restricted one, the same as who sees it. */
export function participantHandlers(parts: IncidentParts): Handlers<ParticipantRoutes> {
  return {
    setParticipant: ({ actor, body, params }) =>
      changeAndShow(parts, actor, async (changing) => {
        const incident = await lockIncident(changing.sql, params.reference);
        if (isRefusal(incident)) {
          return incident;
        }
        const unknown = await reasonNotActive(changing.sql, [params.person]);
        if (unknown !== null) {
          return unknown;
        }
        const isNew = !incident.participantIds.includes(params.person);
        if (isNew && incident.participantIds.length >= limits.participantsMax) {
          return refuse(
            'request.not_valid',
            `An incident has at most ${limits.participantsMax} participants`,
          );
        }
        await putParticipant(changing, incident, params.person, body.role, body.reason ?? null);
        await updateIncident(changing.sql, incident, {}, changing.now);
        return incident.reference;
      }),
    removeParticipant: ({ actor, params }) =>
      changeAndShow(parts, actor, async (changing) => {
        const incident = await lockIncident(changing.sql, params.reference);
        if (isRefusal(incident)) {
          return incident;
        }
        const present = await readParticipants(changing.sql, incident.id);
        const part = present.find((each) => each.person.id === params.person);
        if (part === undefined) {
          return refuse(
            'incident.participant_unknown',
            `${params.person} has no part in ${params.reference}`,
          );
        }
        if (incident.restricted && present.length === 1) {
          return refuse('incident.restrict_needs_participant', `${part.person.name} is the only one left`);
        }
        // The row first: whoever takes their own part in a restricted incident away does not see it any more.
        await updateIncident(changing.sql, incident, {}, changing.now);
        await deleteParticipant(changing, incident, part);
        return incident.reference;
      }),
  };
}
