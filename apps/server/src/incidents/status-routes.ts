// SPDX-License-Identifier: Apache-2.0
import { type incidentRoutes, isRefusal, type ProblemCode, type Refusal } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { IncidentState } from './incident.ts';
import { changeAndShow } from './incident-answer.ts';
import type { IncidentParts } from './incident-parts.ts';
import { close, confirm, dismiss, reopen, resolve, type Stepped } from './incident-steps.ts';
import { lockIncident } from './incident-store.ts';
import { addMeasure } from './measure-store.ts';
import { mergeInto, unmerge } from './merge-steps.ts';
import { reasonNotActive } from './participant-store.ts';

type StatusRoutes = Pick<
  typeof incidentRoutes,
  | 'confirmIncident'
  | 'dismissIncident'
  | 'resolveIncident'
  | 'closeIncident'
  | 'reopenIncident'
  | 'mergeIncident'
  | 'unmergeIncident'
>;

/** The steps of an incident's life. */
export function statusHandlers(parts: IncidentParts): Handlers<StatusRoutes> {
  const { hooks } = parts;
  const step = <Code extends ProblemCode>(
    actor: PersonActor,
    reference: string,
    take: (changing: Changing, incident: IncidentState) => Promise<Stepped | Refusal<Code>>,
  ) =>
    changeAndShow<Code | 'incident.not_found'>(parts, actor, async (changing) => {
      const incident = await lockIncident(changing.sql, reference);
      const after = isRefusal(incident) ? incident : await take(changing, incident);
      return isRefusal(after) ? after : reference;
    });
  return {
    confirmIncident: ({ actor, body, params }) =>
      step(actor, params.reference, (changing, incident) => confirm(changing, incident, body, hooks)),
    dismissIncident: ({ actor, body, params }) =>
      step(actor, params.reference, (changing, incident) => dismiss(changing, incident, body, hooks)),
    resolveIncident: ({ actor, body, params }) =>
      step(actor, params.reference, (changing, incident) => resolve(changing, incident, body, hooks)),
    closeIncident: ({ actor, body, params }) =>
      step(actor, params.reference, async (changing, incident) => {
        const unknown = await reasonNotActive(
          changing.sql,
          body.measures.map((measure) => measure.owner),
        );
        const closed = unknown ?? (await close(changing, incident, body, hooks));
        if (!isRefusal(closed)) {
          for (const measure of body.measures) {
            await addMeasure(changing, incident, measure);
          }
        }
        return closed;
      }),
    reopenIncident: ({ actor, body, params }) =>
      step(actor, params.reference, (changing, incident) => reopen(changing, incident, body, hooks)),
    mergeIncident: ({ actor, body, params }) =>
      changeAndShow(parts, actor, async (changing) => {
        const merged = await mergeInto(changing, params.reference, body, hooks);
        return isRefusal(merged) ? merged : params.reference;
      }),
    unmergeIncident: ({ actor, body, params }) =>
      changeAndShow(parts, actor, async (changing) => {
        const unmerged = await unmerge(changing, params.reference, body, hooks);
        return isRefusal(unmerged) ? unmerged : params.reference;
      }),
  };
}
