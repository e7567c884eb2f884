// SPDX-License-Identifier: Apache-2.0
import {
  isRefusal,
  type LogFigures,
  type LogVerification,
  type logHealthRoutes,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { z } from 'zod';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';
import {
  choiceOf,
  countOpen,
  findAlarm,
  keepChoice,
  listAlarmRows,
  presentAlarm,
  takeAlarm,
} from './alarm-store.ts';
import { isTold } from './listeners.ts';

export interface LogHealthParts {
  readonly database: Database;
  readonly log: LogLink;
  readonly now: () => Date;
}

const cursorKey = z.tuple([z.string(), z.uuid()]);
const HTTP_OK = 200;

export function logHealthHandlers({ database, log, now }: LogHealthParts): Handlers<typeof logHealthRoutes> {
  return {
    readLogHealth: async ({ actor }) => {
      const figures = await ask<LogFigures>(log, '/inside/health');
      const running = isRefusal(figures) ? null : figures;
      return database.read(actor, async ({ sql }) => {
        const openAlarms = await countOpen(sql);
        return {
          at: now().toISOString(),
          isSound: running?.isOpen === true && openAlarms === 0,
          openAlarms,
          figures: running,
          isTold: isTold({ roles: [...actor.roles], choice: await choiceOf(sql, actor.id) }),
        };
      });
    },
    listLogAlarms: ({ actor, query }) =>
      database.read(actor, async ({ sql }) => {
        const start = readCursor(query.cursor, cursorKey);
        if (isRefusal(start)) return start;
        const rows = await listAlarmRows(sql, query.state, start, query.limit + 1);
        return pageOfRows(rows, query.limit, (row) => [row.raised_at.toISOString(), row.id], presentAlarm);
      }),
    acknowledgeLogAlarm: ({ actor, body, params }) =>
      database.change(actor, async ({ now: at, record, sql }) => {
        const alarm = await findAlarm(sql, params.alarm);
        if (alarm === null) return refuse('log_alarm.not_found', `Looked for ${params.alarm}`);
        const note = body.note?.trim() ?? '';
        if (!(await takeAlarm(sql, alarm.id, { personId: actor.id, at, note }))) {
          return refuse('log_alarm.already_taken', alarm.acknowledgedBy?.name);
        }
        record({
          event: 'log_alarm.acknowledged',
          subject: { kind: 'log_alarm', id: alarm.id, reference: `${alarm.kind}: ${alarm.name}` },
          ...(note === '' ? {} : { text: note }),
        });
        return (await findAlarm(sql, alarm.id)) ?? refuse('log_alarm.not_found');
      }),
    tellLogAlarms: ({ actor, body }) => chooseToBeTold(database, actor, body.isTold),
    verifyLog: async ({ actor }) => {
      const begun = await ask<LogVerification>(log, '/inside/verify');
      if (isRefusal(begun)) return begun;
      await database.change(actor, async ({ ids, record }) =>
        record({
          event: 'log.verification_asked',
          subject: { kind: 'log', id: ids.uuid(), reference: 'log' },
        }),
      );
      return begun;
    },
  };
}

function chooseToBeTold(database: Database, actor: PersonActor, wanted: boolean) {
  return database.change(actor, async ({ now, record, sql }) => {
    const before = isTold({ roles: [...actor.roles], choice: await choiceOf(sql, actor.id) });
    await keepChoice(sql, actor.id, wanted, now);
    record({
      event: 'log_alarm.listener_changed',
      subject: { kind: 'person', id: actor.id, reference: actor.name },
      changes: [{ field: 'isTold', from: before, to: wanted }],
    });
    return { isTold: wanted };
  });
}

/** Asks the log process for something of a known shape: both ends are built and started together. */
async function ask<Answer>(log: LogLink, path: string): Promise<Answer | Refusal<'log.not_running'>> {
  const answer = await log.call(path, null);
  if ('refused' in answer) return answer;
  return answer.status === HTTP_OK ? (answer.body as Answer) : refuse('log.not_running');
}
