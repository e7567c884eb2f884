// SPDX-License-Identifier: Apache-2.0
import { type incidentRoutes, isRefusal } from '@belfry/contract';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import type { IncidentParts } from './incident-parts.ts';
import { touchIncident } from './incident-store.ts';
import {
  lockMeasure,
  type MeasureRow,
  measureFacts,
  presentMeasures,
  readMeasurePage,
  updateMeasure,
} from './measure-store.ts';
import { reasonNotActive } from './participant-store.ts';

type MeasureRoutes = Pick<typeof incidentRoutes, 'changeMeasure' | 'listMeasures'>;

export function measureHandlers(parts: IncidentParts): Handlers<MeasureRoutes> {
  return {
    changeMeasure: changeMeasure(parts),
    listMeasures: ({ actor, query }) =>
      parts.database.read(actor, (reading) => readMeasurePage(reading, query)),
  };
}

function changeMeasure(parts: IncidentParts): Handler<MeasureRoutes['changeMeasure']> {
  return ({ actor, body, params }) =>
    parts.database.change(actor, async (changing) => {
      const before = await lockMeasure(changing.sql, params.measure);
      if (isRefusal(before)) {
        return before;
      }
      const unknown = await reasonNotActive(changing.sql, [body.owner]);
      if (unknown !== null) {
        return unknown;
      }
      const change = {
        title: body.title ?? before.title,
        owner_id: body.owner === undefined ? before.owner_id : body.owner,
        due_on: body.dueOn === undefined ? before.due_on : body.dueOn,
        state: body.state ?? before.state,
      };
      const after: MeasureRow = { ...before, ...change };
      const changes = changesBetween(measureFacts(before), measureFacts(after));
      if (changes.length > 0) {
        await updateMeasure(changing.sql, before.id, change);
        await touchIncident(changing.sql, before.incident_id, changing.now);
        changing.record({
          event: 'measure.changed',
          subject: { kind: 'measure', id: before.id, reference: after.title },
          incident: { id: before.incident_id, reference: before.incident_reference },
          changes,
        });
      }
      const [measure] = await presentMeasures(changing.sql, [after]);
      if (measure === undefined) {
        throw new Error(`Cannot present measure "${after.id}"`);
      }
      return measure;
    });
}
