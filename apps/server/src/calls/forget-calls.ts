// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { deleteOverCalls } from './call-store.ts';

const LOOK_EVERY_MS = 60_000;
const BATCH_MAX = 200;

/** Words of a caller are kept in the report, or nowhere (GDPR Art. 5(1)(e)). */
export function callsAreForgotten(database: Database): DueWork {
  return {
    name: 'calls-are-forgotten',
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: async () => {
      const count = await database.change(systemActor('calls-are-forgotten'), ({ now, sql }) =>
        deleteOverCalls(
          sql,
          {
            sent: new Date(now.getTime() - limits.receiptShownMsMax),
            discarded: new Date(now.getTime() - limits.callDiscardedMsMax),
          },
          BATCH_MAX,
        ),
      );
      return count === BATCH_MAX;
    },
  };
}
