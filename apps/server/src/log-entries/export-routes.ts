// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { isRefusal, limits, type logEntryRoutes, refuse } from '@belfry/contract';
import type { CountAnswer } from '../log/index.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { askLog } from './log-door.ts';
import { type LogEntryParts, readLook, untilGone } from './log-entry-parts.ts';
import { scopeOf } from './look.ts';
import { addShown } from './look-store.ts';

const HTTP_OK = 200;

/** Hands over the bundle as the log process writes it; how much it takes along is on the look before the first byte. */
export function exportHandler(parts: LogEntryParts): Handler<typeof logEntryRoutes.exportLook> {
  return async ({ actor, params, reply }) => {
    const look = await readLook(parts, actor, params.look);
    if (isRefusal(look)) {
      return look;
    }
    if (look.kind !== 'export') {
      return refuse('log.look_not_found', `A look of kind "${look.kind}" takes nothing out`);
    }
    const signal = untilGone(reply);
    const counted = await askLog<CountAnswer>(parts.door, '/inside/count', scopeOf(look), signal);
    if (isRefusal(counted)) {
      return counted;
    }
    if (counted.count > limits.logExportEntriesMax) {
      return refuse(
        'log.export_too_large',
        `${counted.count} entries are found; ${limits.logExportEntriesMax} are the most`,
      );
    }
    await parts.database.change(actor, ({ sql }) => addShown(sql, look.id, counted.count));
    const asked = { ...scopeOf(look), purpose: look.purpose, by: actor.name };
    const answer = await parts.door.stream('/inside/bundle', asked, { signal });
    if ('refused' in answer) {
      return answer;
    }
    if (answer.status !== HTTP_OK) {
      return refuse('log.not_running', `The bundle cannot be written: status ${answer.status}`);
    }
    return reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="belfry-log-${look.askedAt.slice(0, 10)}.zip"`)
      .send(Readable.from(answer.body));
  };
}
