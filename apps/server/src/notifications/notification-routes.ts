// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type notificationRoutes, type Refusal, refuse } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { approve, sendBack } from './approval-steps.ts';
import { insertComment, settleComment } from './comment-store.ts';
import {
  about,
  beginNotification,
  changeNotification,
  isFieldOf,
  proposeNotification,
} from './draft-steps.ts';
import type { NotificationParts } from './notification-parts.ts';
import {
  findNotification,
  lockNotification,
  notificationsIn,
  notificationsOf,
} from './notification-store.ts';
import {
  notFound,
  presentLeaving,
  presentLines,
  presentNotification,
  reread,
} from './present-notification.ts';
import { stopSending, submitNotification, withdrawNotification } from './submission-steps.ts';

type ChangingPerson = Changing & { readonly actor: PersonActor };

export function notificationHandlers(parts: NotificationParts): Handlers<typeof notificationRoutes> {
  const { database } = parts;

  /** Takes a step in one transaction, and gives back what its author sees then. */
  const step = <R extends Refusal>(
    actor: PersonActor,
    reference: string,
    take: (changing: ChangingPerson) => Promise<R | null>,
  ) =>
    database.change(actor, async (changing) => {
      const refused = await take({ ...changing, actor });
      return refused ?? reread(changing, parts, reference);
    });

  return {
    ...readingHandlers(parts),
    ...commentHandlers(parts),

    beginNotification: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const begun = await beginNotification({ ...changing, actor }, parts, params.reference, body);
        if (isRefusal(begun)) return begun;
        const whole = await reread(changing, parts, begun.reference);
        if (isRefusal(whole)) throw new Error(`Cannot read ${begun.reference}: it was just begun`);
        return whole;
      }),
    changeNotification: ({ params, body, actor }) =>
      step(actor, params.reference, (changing) =>
        changeNotification(changing, parts, params.reference, body),
      ),
    proposeNotification: ({ params, body, actor }) =>
      step(actor, params.reference, (changing) =>
        proposeNotification(changing, parts, params.reference, body.version),
      ),
    sendBackNotification: ({ params, body, actor }) =>
      step(actor, params.reference, (changing) => sendBack(changing, params.reference, body.text)),
    approveNotification: ({ params, body, actor }) =>
      step(actor, params.reference, (changing) => approve(changing, parts, params.reference, body)),
    submitNotification: async ({ params, body, actor }) => {
      // What a mail carries is settled when it is queued.
      if (body.way === 'mail') await parts.documentsMade(params.reference);
      return await step(actor, params.reference, (changing) =>
        submitNotification(changing, parts, params.reference, body),
      );
    },
    stopSendingNotification: ({ params, actor }) =>
      step(actor, params.reference, (changing) => stopSending(changing, params.reference)),
    withdrawNotification: ({ params, body, actor }) =>
      step(actor, params.reference, (changing) =>
        withdrawNotification(changing, parts, params.reference, body.reason),
      ),
  };
}

type Reading = 'listIncidentNotifications' | 'listNotifications' | 'readNotification' | 'readLeaving';

function readingHandlers(parts: NotificationParts): Pick<Handlers<typeof notificationRoutes>, Reading> {
  const { database } = parts;
  return {
    listIncidentNotifications: ({ params, actor }) =>
      database.read(actor, async ({ sql }) => {
        const incidentIds = await parts.familyOf(sql, params.reference);
        if (isRefusal(incidentIds)) return incidentIds;
        return { items: await presentLines(sql, await notificationsOf(sql, incidentIds)) };
      }),
    listNotifications: ({ query, actor }) =>
      database.read(actor, async ({ sql }) => ({
        items: await presentLines(sql, await notificationsIn(sql, query.state)),
      })),
    readNotification: ({ params, actor }) =>
      database.read(actor, async (reading) => {
        const notification = await findNotification(reading.sql, params.reference);
        return notification === null
          ? notFound(params.reference)
          : presentNotification(reading, parts, notification);
      }),
    readLeaving: ({ params, query, actor }) =>
      database.read(actor, async (reading) => {
        const notification = await findNotification(reading.sql, params.reference);
        return notification === null
          ? notFound(params.reference)
          : presentLeaving(reading, parts, notification, query.way);
      }),
  };
}

type Commenting = 'commentNotification' | 'settleNotificationComment';

function commentHandlers(parts: NotificationParts): Pick<Handlers<typeof notificationRoutes>, Commenting> {
  const { database } = parts;
  return {
    commentNotification: ({ params, body, actor }) =>
      database.change(actor, async (changing) => {
        const { ids, now, sql } = changing;
        const notification = await lockNotification(sql, params.reference);
        if (notification === null) return notFound(params.reference);
        if (!isFieldOf(notification, body.field)) {
          return refuse('notification.field_not_valid', `The form has no field ${body.field}`);
        }
        const comment = { id: ids.uuid(), notificationId: notification.id, by: actor.id, ...body };
        if (!(await insertComment(sql, comment, now))) {
          return refuse('notification.too_many_comments', `${params.reference} is full`);
        }
        changing.record({
          event: 'notification.commented',
          ...about(notification),
          changes: [{ field: 'field', from: null, to: body.field }],
          text: body.text,
        });
        return reread(changing, parts, params.reference);
      }),
    settleNotificationComment: ({ params, actor }) =>
      database.change(actor, async (changing) => {
        const { now, sql } = changing;
        const notification = await lockNotification(sql, params.reference);
        if (notification === null) return notFound(params.reference);
        const settled = await settleComment(sql, notification.id, params.comment, now);
        if (settled !== undefined) {
          changing.record({
            event: 'notification.comment_settled',
            ...about(notification),
            changes: [{ field: 'field', from: settled.field, to: settled.field }],
          });
        }
        return reread(changing, parts, params.reference);
      }),
  };
}
