// SPDX-License-Identifier: Apache-2.0
import { type alertRoutes, refuse } from '@belfry/contract';
import { may } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { acknowledge, findAlerts } from './alert-store.ts';

export function alertHandlers(parts: { database: Database }): Handlers<typeof alertRoutes> {
  const { database } = parts;
  return {
    listAlerts: ({ query, actor }) =>
      database.read(actor, async ({ sql }) => {
        const found = await findAlerts(sql, query.state === 'any' ? {} : { state: query.state });
        return { items: found.map(({ alert }) => alert) };
      }),

    acknowledgeAlert: async ({ params, body, actor }) => {
      // Seeing an incident is not working it: a reader who answers would silence the bell for everybody.
      if (!may(actor, 'alerts.receive') && !may(actor, 'incidents.work')) {
        return refuse('permission.missing', 'This needs the permission "alerts.receive" or "incidents.work"');
      }
      return database.change(actor, async (changing) => {
        const { sql, now } = changing;
        const [found] = await findAlerts(sql, { id: params.alert });
        if (found === undefined) {
          return refuse('alert.not_found', `Looked for ${params.alert}`);
        }
        const reference = found.alert.incident ?? found.alert.report ?? '';
        const note = body.note?.trim() || null;
        if (!(await acknowledge(sql, found.alert.id, { personId: actor.id, at: now, note }))) {
          return refuse('alert.already_answered', `${reference}: the alert is ${found.alert.state}`);
        }
        changing.record({
          event: 'alert.acknowledged',
          subject: { kind: 'alert', id: found.alert.id, reference },
          ...(found.incidentId === null ? {} : { incident: { id: found.incidentId, reference } }),
          ...(found.reportId === null ? {} : { reportId: found.reportId }),
          changes: [{ field: 'state', from: 'waiting', to: 'acknowledged' }],
          ...(note === null ? {} : { text: note }),
        });
        const [after] = await findAlerts(sql, { id: params.alert });
        return after?.alert ?? refuse('alert.not_found');
      });
    },
  };
}
