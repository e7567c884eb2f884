// SPDX-License-Identifier: Apache-2.0
import { type Alert, type alertRoutes, refuse } from '@belfry/contract';
import { may, type PersonActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { findAlerts } from './alert-list-store.ts';
import { acknowledge } from './alert-store.ts';
import { tellRemindersOff } from './limit-mark-store.ts';
import { isTimeZone } from './quiet-hours.ts';
import { quietHoursOf, writeQuietHours } from './quiet-hours-store.ts';

export function alertHandlers(parts: { database: Database }): Handlers<typeof alertRoutes> {
  const { database } = parts;
  return {
    listAlerts: ({ query, actor }) =>
      database.read(actor, async ({ sql }) => {
        const found = await findAlerts(sql, query.state === 'any' ? {} : { state: query.state });
        return { items: found.map(({ alert }) => alert) };
      }),

    readAlert: ({ params, actor }) =>
      database.read(actor, async ({ sql }) => {
        const [found] = await findAlerts(sql, { id: params.alert });
        return found?.alert ?? refuse('alert.not_found', `Looked for ${params.alert}`);
      }),

    acknowledgeAlert: async ({ params, body, actor }) => {
      // Seeing an incident is not working it: a reader who answers would silence the bell for everybody.
      return database.change(actor, async (changing) => {
        const { sql, now } = changing;
        const [found] = await findAlerts(sql, { id: params.alert });
        if (found === undefined) {
          return refuse('alert.not_found', `Looked for ${params.alert}`);
        }
        if (!mayAnswer(actor, found.alert)) return notToAnswer();
        const reference = found.alert.incident ?? found.alert.report ?? found.alert.title;
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

    stopReminders: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const { sql, now } = changing;
        const [found] = await findAlerts(sql, { id: params.alert });
        if (found === undefined) return refuse('alert.not_found', `Looked for ${params.alert}`);
        const { alert, incidentId } = found;
        if (!mayAnswer(actor, alert)) return notToAnswer();
        if (alert.obligation === null || alert.percent !== null) return refuse('alert.not_a_reminder');
        await tellRemindersOff(sql, alert.obligation.id, { personId: actor.id, at: now });
        await acknowledge(sql, alert.id, { personId: actor.id, at: now, note: body.reason });
        const reference = alert.incident ?? '';
        changing.record({
          event: 'alert.reminders_stopped',
          subject: { kind: 'alert', id: alert.id, reference },
          ...(incidentId === null ? {} : { incident: { id: incidentId, reference } }),
          reason: body.reason,
        });
        return {};
      }),

    readQuietHours: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({ quietHours: await quietHoursOf(sql, actor.id) })),

    // A token that may do one thing keeps nobody from being called.
    setQuietHours: async ({ body, actor }) => {
      if (actor.isScoped === true) return refuse('account.session_needed');
      return await database.change(actor, async ({ sql, record }) => {
        const { quietHours } = body;
        if (quietHours !== null && !isTimeZone(quietHours.timeZone)) {
          return refuse('roster.zone_unknown', quietHours.timeZone);
        }
        await writeQuietHours(sql, actor.id, quietHours);
        record({
          event: quietHours === null ? 'quiet_hours.removed' : 'quiet_hours.set',
          subject: { kind: 'person', id: actor.id, reference: actor.name },
        });
        return { quietHours };
      });
    },
  };
}

/**
 * A page may go to a person whose roles give neither: whoever was called may say that they have it. Not so a token of
 * theirs that was made for something else: it would silence what calls them.
 */
function mayAnswer(actor: PersonActor, alert: Alert): boolean {
  return (
    may(actor, 'alerts.receive') ||
    may(actor, 'incidents.work') ||
    (actor.isScoped !== true && alert.alerted.some(({ id }) => id === actor.id))
  );
}

const notToAnswer = () =>
  refuse('permission.missing', 'This needs the permission "alerts.receive" or "incidents.work"');
